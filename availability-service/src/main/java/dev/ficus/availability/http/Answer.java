package dev.ficus.availability.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.availability.delivery.Destination;
import dev.ficus.availability.stock.Availability;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Promise;
import dev.ficus.availability.stock.Promise.NotPromised;
import dev.ficus.availability.stock.Promise.Promised;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is available of a SKU, as JSON. */
@Schema(name = "Availability")
@RegisterForReflection
record Answer(
    @Schema(examples = "HAZARDOUS_RUG") String sku,
    @Schema(description = "Free units in the warehouse") @JsonProperty("in_stock") long inStock,
    @Schema(description = "Free units in all, those on their way and overdue included") long total,
    @Schema(description = "From which day how many; overdue batches have no day and are left out")
        List<StepJson> steps,
    @Schema(description = "The quantity asked for") int qty,
    @Schema(description = "Where to; absent: at the warehouse") @JsonInclude(Include.NON_NULL)
        String to,
    @Schema(oneOf = {PromisedJson.class, NotPromisedJson.class}) PromiseJson promise,
    @Schema(description = "Of the sequence, in seconds since 1970; absent for the first")
        @JsonInclude(Include.NON_NULL)
        Long generation,
    @Schema(description = "The SKU's last event that is contained") long sequence,
    @Schema(description = "Since when something may be missing; absent when nothing is")
        @JsonProperty("stale_since")
        @JsonInclude(Include.NON_NULL)
        Instant staleSince) {

  static Answer of(Availability availability, Destination to, Optional<Instant> staleSince) {
    long generation = Numbering.generation(availability.sequence());
    return new Answer(
        availability.sku(),
        availability.inStock(),
        availability.total(),
        availability.steps().stream()
            .map(step -> new StepJson(step.from(), step.available(), step.largest()))
            .toList(),
        availability.qty(),
        to == null ? null : to.toString(),
        promise(availability.promise()),
        generation == 1 ? null : generation,
        Numbering.sequence(availability.sequence()),
        staleSince.orElse(null));
  }

  private static PromiseJson promise(Promise promise) {
    if (promise instanceof Promised promised) {
      return new PromisedJson(promised.by(), promised.inDays());
    }
    NotPromised not = (NotPromised) promise;
    return new NotPromisedJson(
        not.reason().name().toLowerCase(Locale.ROOT),
        not.ifOrderedSeparately().stream()
            .map(part -> new PartJson(part.qty(), part.by()))
            .toList());
  }

  @Schema(name = "Step")
  @RegisterForReflection
  record StepJson(
      LocalDate from,
      @Schema(description = "Units in all by then") long available,
      @Schema(description = "Units in the largest single batch by then: the longest line that fits")
          int largest) {}

  /** One of two shapes. */
  interface PromiseJson {}

  @Schema(name = "Promised", description = "All units by this day, there or at the warehouse")
  @RegisterForReflection
  record PromisedJson(LocalDate by, @JsonProperty("in_days") long inDays) implements PromiseJson {}

  @Schema(name = "NotPromised", description = "No day can be given for a line of this quantity")
  @RegisterForReflection
  record NotPromisedJson(
      @Schema(
              description =
                  "out_of_stock: nothing is free; not_enough: fewer are free in all;"
                      + " no_single_batch: a line is never split, and no batch holds as many;"
                      + " overdue: the batch it would be taken from should have arrived;"
                      + " not_delivered: no lead time says how it would get there",
              enumeration = {
                "out_of_stock",
                "not_enough",
                "no_single_batch",
                "overdue",
                "not_delivered"
              })
          @JsonProperty("not_promised")
          String reason,
      @Schema(description = "What could be had as separate orders, placed in this order")
          @JsonProperty("if_ordered_separately")
          List<PartJson> ifOrderedSeparately)
      implements PromiseJson {}

  @Schema(name = "Part")
  @RegisterForReflection
  record PartJson(int qty, LocalDate by) {}
}
