package dev.ficus.availability.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.WholeNumber;
import dev.ficus.availability.view.ChangeFeed;
import dev.ficus.availability.view.ChangeFeed.Change;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What has changed? For those who keep figures of their own. */
@Path("/availability/changes")
public class ChangesResource {

  private static final int FEWEST = 1;
  private static final int MOST = 5_000;
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final Duration LOOKING = Duration.ofMillis(100);

  private final ChangeFeed feed;
  private final Waiters waiters;

  ChangesResource(ChangeFeed feed) {
    this.feed = feed;
    this.waiters = new Waiters(feed);
  }

  @GET
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changes",
      summary = "What has changed since I last asked?",
      description =
          "Each SKU that has changed, once, with its present figures, in the order of the last"
              + " changes. Asked without after it begins with the state of all SKUs, page by page;"
              + " next is what to pass as after the next time, to whichever instance.")
  @APIResponse(responseCode = "200", description = "The changes; none when the wait was in vain")
  @APIResponse(responseCode = "400", description = "after, limit or wait is no number in its range")
  @APIResponse(
      responseCode = "410",
      description =
          "There was no such change; this service was restored: begin again without after")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Uni<Changes> changes(
      @Parameter(
              description = "next of the answer before",
              schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          String after,
      @Parameter(
              description = "How many at most, 1 to 5000; 500 when absent",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "5000"))
          @QueryParam("limit")
          String limit,
      @Parameter(
              description = "Seconds to wait for a change when there is none, 0 to 60",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "60"))
          @QueryParam("wait")
          String wait) {
    long number = number("after", after, 0, 0, Long.MAX_VALUE);
    int most = (int) number("limit", limit, 500, FEWEST, MOST);
    long begun = System.nanoTime();
    long until =
        begun + Duration.ofSeconds(number("wait", wait, 0, 0, LONGEST_WAIT_SECONDS)).toNanos();
    return Uni.createFrom()
        .item(() -> waiters.isNews(number, begun))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .repeat()
        .withDelay(LOOKING)
        .whilst(news -> !news && System.nanoTime() < until)
        .select()
        .last()
        .toUni()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(news -> news ? page(number, most) : new Changes(List.of(), number));
  }

  private Changes page(long after, int limit) {
    List<Change> changes = feed.after(after, limit);
    if (changes.isEmpty()) {
      waiters.lookAgain(after);
    }
    return new Changes(
        changes.stream().map(ChangeJson::of).toList(),
        changes.isEmpty() ? after : changes.get(changes.size() - 1).number());
  }

  private static long number(String field, String text, long absent, long least, long most) {
    if (text == null) {
      return absent;
    }
    return WholeNumber.of(text)
        .filter(number -> number >= least && number <= most)
        .orElseThrow(
            () ->
                Problem.malformed(
                    field,
                    "%s must be a whole number from %d to %d".formatted(field, least, most)));
  }

  /** However many wait, the store is asked for the last change once in a while. */
  private static final class Waiters {

    private final ChangeFeed feed;
    private long last;
    private long asked = System.nanoTime() - LOOKING.toNanos();

    Waiters(ChangeFeed feed) {
      this.feed = feed;
    }

    /**
     * @param begun when the question came: what changed before it is never missed
     */
    synchronized boolean isNews(long after, long begun) {
      long now = System.nanoTime();
      if (last <= after && (asked - begun < 0 || now - asked >= LOOKING.toNanos() / 2)) {
        lookAgain(after);
      }
      return last > after;
    }

    /** What is remembered may be ahead of the store: after a restore of it to an earlier point. */
    synchronized void lookAgain(long after) {
      last = feed.state().last();
      asked = System.nanoTime();
      if (last < after) {
        throw Problem.gone("after", "there was no change " + after + ": begin again without it");
      }
    }
  }

  /** Some changes. */
  @Schema(name = "Changes")
  @RegisterForReflection
  record Changes(
      List<ChangeJson> changes,
      @Schema(description = "What to pass as after the next time") long next) {}

  /** A SKU that has changed. */
  @Schema(name = "Change")
  @RegisterForReflection
  record ChangeJson(
      String sku,
      @Schema(
              description =
                  "Of the sequence, in seconds since 1970; absent for the first, which counts as 1."
                      + " The higher wins, whatever the sequence")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          Long generation,
      @Schema(description = "The SKU's last event that is contained") long sequence,
      @Schema(description = "Free units in the warehouse") @JsonProperty("in_stock") long inStock,
      @Schema(description = "Free units in all, those on their way and overdue included")
          long total,
      @Schema(description = "Since when nothing is free; null while something is")
          @JsonProperty("out_of_stock_since")
          Instant outOfStockSince) {

    static ChangeJson of(Change change) {
      long generation = Numbering.generation(change.sequence());
      return new ChangeJson(
          change.sku(),
          generation == 1 ? null : generation,
          Numbering.sequence(change.sequence()),
          change.inStock(),
          change.total(),
          change.outOfStockSince());
    }
  }
}
