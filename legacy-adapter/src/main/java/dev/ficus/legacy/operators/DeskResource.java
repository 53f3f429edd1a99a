package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The desk: the page for the people who carry out the migration. It is a document with a style and
 * scripts, and asks the same calls as everybody.
 */
@Path("/desk")
public class DeskResource {

  /**
   * The page may load what is its own and nothing else, and may make no HTML of any text: names of
   * SKUs, orders and shops come from outside.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml;charset=UTF-8");

  /**
   * Who is at the desk.
   *
   * @param name null where nobody is asked
   * @param roles what the page shows depends on them
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AtTheDesk(String name, Set<String> roles) {}

  private final Caller caller;

  DeskResource(Caller caller) {
    this.caller = caller;
  }

  /** Who is at the desk. */
  @GET
  @Authenticated
  @Path("/me")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public AtTheDesk me() {
    return new AtTheDesk(caller.name().orElse(null), caller.roles());
  }

  /** The way out: it ends the session here and at the issuer, which sends back to the page. */
  @GET
  @Authenticated
  @Path("/logout")
  @Operation(hidden = true)
  public Response logout() {
    // Where nobody has logged in there is nothing to end.
    return Response.seeOther(URI.create("/desk")).build();
  }

  /** The page. */
  @GET
  @Authenticated
  @Operation(hidden = true)
  public Response page() throws IOException {
    return file("desk.html");
  }

  /** What the page loads. */
  @GET
  @PermitAll
  @Path("/{file: [a-z]+\\.(css|js|svg)}")
  @Operation(hidden = true)
  public Response file(@PathParam("file") String file) throws IOException {
    try (InputStream content = DeskResource.class.getResourceAsStream("/desk/" + file)) {
      return content == null
          ? Response.status(Response.Status.NOT_FOUND).build()
          : Response.ok(content.readAllBytes(), TYPES.get(file.substring(file.indexOf('.') + 1)))
              .header("Content-Security-Policy", POLICY)
              .header("X-Content-Type-Options", "nosniff")
              .header("Referrer-Policy", "no-referrer")
              // Another version of the adapter has another page.
              .header("Cache-Control", "no-cache")
              .build();
    }
  }
}
