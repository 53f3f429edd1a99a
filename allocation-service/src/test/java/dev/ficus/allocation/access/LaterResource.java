package dev.ficus.allocation.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** An endpoint that somebody adds, and forgets to say for whom. */
@Path("/added-later")
public class LaterResource {
  @GET
  @Operation(hidden = true)
  public String get() {
    return "seen";
  }
}
