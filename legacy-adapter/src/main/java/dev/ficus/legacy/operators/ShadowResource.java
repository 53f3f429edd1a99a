package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.shadow.ShadowBook;
import dev.ficus.legacy.shadow.ShadowBook.LostSku;
import dev.ficus.legacy.shadow.ShadowBook.ShadowProgress;
import dev.ficus.legacy.shadow.ShadowFeed;
import dev.ficus.legacy.shadow.ShadowState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The shadow as a whole. */
@Path("/strangling/shadow")
@Produces(MediaType.APPLICATION_JSON)
public class ShadowResource {

  private static final int MOST_SHOWN = 100;

  private final ShadowBook book;
  private final ShadowFeed shadow;

  ShadowResource(ShadowBook book, ShadowFeed shadow) {
    this.book = book;
    this.shadow = shadow;
  }

  /**
   * The shadow.
   *
   * @param address of its broker; missing where none is configured
   * @param connected whether this instance can feed it, and hears what it does
   * @param refused why it is never fed
   * @param waiting changes that it was not fed yet
   * @param waiting_seconds for how long the first of them has waited
   * @param undecided changes of lines that it was fed, and of which nothing was heard, beside those
   *     that have to wait there for goods
   * @param undecided_seconds since the first of them was fed
   * @param unjudged calls that it was fed, and that are not judged yet
   * @param unjudged_seconds since the first of them was fed
   * @param latest when the latest event that was heard of it occurred, by its clock
   * @param lost the SKUs that were lost last, 100 at most
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShadowJson(
      boolean configured,
      String address,
      boolean connected,
      String refused,
      StatesJson skus,
      long waiting,
      long waiting_seconds,
      long undecided,
      long undecided_seconds,
      long unjudged,
      long unjudged_seconds,
      Instant fed_at,
      Instant latest,
      Instant heard_at,
      List<LostJson> lost) {}

  /** How many SKUs are in which state. */
  @RegisterForReflection
  public record StatesJson(long based, long lost, long ended) {}

  /** SKU that is lost. */
  @RegisterForReflection
  public record LostJson(String sku, String wave, String why, Instant since) {

    static LostJson of(LostSku lost) {
      return new LostJson(lost.sku(), lost.wave(), lost.why(), lost.at());
    }
  }

  /** How it is. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "The shadow: whether it is there, how far behind it is, and which SKUs are lost")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ShadowJson.class)))
  public ShadowJson shadow() {
    ShadowProgress now = book.progress();
    return new ShadowJson(
        shadow.address().isPresent(),
        shadow.address().orElse(null),
        shadow.isReady(),
        shadow.refusedFor().orElse(null),
        new StatesJson(
            skus(now, ShadowState.BASED),
            skus(now, ShadowState.LOST),
            skus(now, ShadowState.ENDED)),
        now.waiting(),
        seconds(now.waitingSince()),
        now.undecided(),
        seconds(now.undecidedSince()),
        now.unjudged(),
        seconds(now.unjudgedSince()),
        now.fedAt().orElse(null),
        now.latest().orElse(null),
        now.heardAt().orElse(null),
        book.lost(MOST_SHOWN).stream().map(LostJson::of).toList());
  }

  private static long skus(ShadowProgress progress, ShadowState state) {
    return progress.skus().getOrDefault(state, 0L);
  }

  private static long seconds(Optional<Instant> since) {
    return since.map(at -> Math.max(0, Duration.between(at, Instant.now()).toSeconds())).orElse(0L);
  }
}
