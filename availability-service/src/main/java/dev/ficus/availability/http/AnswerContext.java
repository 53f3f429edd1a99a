package dev.ficus.availability.http;

import dev.ficus.availability.delivery.Destination;
import dev.ficus.availability.delivery.LeadTimes;
import dev.ficus.availability.stock.Arrival;
import dev.ficus.availability.stock.Availability;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.View;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/**
 * The context of an answer: all that it depends on beside the view.
 *
 * @param now in the warehouse's time zone
 * @param leadTimes those in force
 * @param to where the goods are wanted, or {@code null} for the warehouse
 */
record AnswerContext(ZonedDateTime now, LeadTimes leadTimes, Destination to) {

  Availability availability(Stock stock, int qty) {
    return stock.availability(qty, today(), arrival());
  }

  private LocalDate today() {
    return now.toLocalDate();
  }

  private Arrival arrival() {
    LocalDateTime local = now.toLocalDateTime();
    return to == null ? Arrival.AT_THE_WAREHOUSE : from -> leadTimes.by(to, from, local);
  }

  /** When the answer changes by itself: a promise comes a day nearer, is overdue, or too late. */
  private Instant nextChange() {
    return to == null
        ? today().plusDays(1).atStartOfDay(now.getZone()).toInstant()
        : leadTimes.nextChange(to, now);
  }

  /** The entity tag, in its quotation marks; another one whenever the answer is another one. */
  String tag(View view, boolean stale) {
    return "\""
        + view.sequence()
        + "-"
        + leadTimes.revision()
        + "-"
        + nextChange().getEpochSecond()
        + (stale ? "-stale\"" : "\"");
  }

  /** The value of Cache-Control; never longer than until the answer changes by itself. */
  String cacheControl(Duration cacheFor, boolean stale) {
    if (stale || cacheFor.isZero()) {
      return "no-cache";
    }
    Duration unchanged = Duration.between(now.toInstant(), nextChange());
    long seconds = Math.min(cacheFor.toSeconds(), unchanged.toSeconds());
    return seconds < 1 ? "no-cache" : "max-age=" + seconds;
  }
}
