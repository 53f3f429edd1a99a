package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.intake.UnconfirmedCommands;
import dev.ficus.legacy.intake.UnconfirmedCommands.UnconfirmedCounts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the broker has not confirmed yet, for operators. */
@Path("/commands/unconfirmed")
@Produces(MediaType.APPLICATION_JSON)
public class UnconfirmedResource {

  private static final int MOST = 1000;

  private final UnconfirmedCommands commands;

  UnconfirmedResource(UnconfirmedCommands commands) {
    this.commands = commands;
  }

  /**
   * What is not confirmed; each number is counted up to 1001, which is to say more than 1000.
   *
   * @param orders that have commands to be sent
   * @param batches likewise
   * @param held orders whose commands wait for something in quarantine
   * @param oldest since when the one waits that has waited longest; missing where nothing does
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UnconfirmedJson(int orders, int batches, int held, Instant oldest) {}

  /** What is not confirmed now. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "How many orders and batches have commands that the broker has not confirmed",
      description = "Commands are confirmed in a moment: look at how old the oldest is.")
  public UnconfirmedJson now() {
    UnconfirmedCounts counts = commands.count(MOST + 1);
    return new UnconfirmedJson(
        counts.orders(), counts.batches(), counts.held(), counts.oldest().orElse(null));
  }
}
