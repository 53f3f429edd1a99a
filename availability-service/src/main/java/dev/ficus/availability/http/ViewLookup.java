package dev.ficus.availability.http;

import dev.ficus.availability.Live;
import dev.ficus.availability.Settings;
import dev.ficus.availability.delivery.Destination;
import dev.ficus.availability.leadtimes.CurrentLeadTimes;
import dev.ficus.availability.stock.Identifier;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.upkeep.Upkeep;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.View;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The lookup of views for answers: the view of a SKU, and how current it is. */
@ApplicationScoped
class ViewLookup {

  private final LiveViews views;
  private final Freshness freshness;
  private final Upkeep upkeep;
  private final CurrentLeadTimes leadTimes;
  private final Clock clock;
  private final ZoneId zone;
  private final Duration staleAfter;

  ViewLookup(
      LiveViews views,
      @Live Freshness freshness,
      @Live Upkeep upkeep,
      CurrentLeadTimes leadTimes,
      Clock clock,
      Settings settings) {
    this.views = views;
    this.freshness = freshness;
    this.upkeep = upkeep;
    this.leadTimes = leadTimes;
    this.clock = clock;
    this.zone = settings.zone();
    this.staleAfter = settings.staleAfter();
  }

  /**
   * What an answer given now depends on.
   *
   * @param to or {@code null} for the warehouse
   */
  AnswerContext moment(Destination to) {
    return new AnswerContext(clock.instant().atZone(zone), leadTimes.present(), to);
  }

  /**
   * The view of this SKU; empty when there is no such product.
   *
   * @param field what the SKU is called in the question
   * @throws Problem.Occurred if it is no SKU, or if the views are not complete yet
   */
  Optional<View> view(String sku, String field) {
    Optional<View> view = views.find(sku).filter(known -> Numbering.sequence(known.sequence()) > 0);
    if (view.isEmpty()) {
      if (!Identifier.isOne(sku)) {
        throw Problem.malformed(field, "a SKU is 1 to 255 bytes without control characters");
      }
      if (!upkeep.isComplete()) {
        throw Problem.notNow("the views are being built");
      }
    }
    return view;
  }

  /** The time to which the view is current. */
  Instant asOf(View view) {
    // A comparison finds a quiet product as current as a busy one.
    return views
        .comparedAt()
        .filter(compared -> !view.behind() && compared.isAfter(view.asOf()))
        .orElse(view.asOf());
  }

  /** Since when something may be missing in the view, if that is too long ago. */
  Optional<Instant> staleSince(View view) {
    Optional<Instant> lags = freshness.lagsSince();
    Optional<Instant> behind = view.behind() ? views.behindSince(view.sku()) : Optional.empty();
    if (lags.isEmpty() && behind.isEmpty()) {
      return Optional.empty();
    }
    Instant since =
        lags.isEmpty() || behind.isPresent() && behind.get().isBefore(lags.get())
            ? behind.get()
            : lags.get();
    return since.plus(staleAfter).isBefore(clock.instant()) ? Optional.of(since) : Optional.empty();
  }
}
