package dev.ficus.availability.view;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.stock.Numbering;
import java.time.Instant;
import java.time.LocalDate;

/** Builds events in a few words. */
final class Events {

  static final Instant START = Instant.parse("2026-02-27T12:00:00Z");

  private Events() {}

  static Event created(String sku, long sequence, String batchref, LocalDate eta, int available) {
    return event(sku, sequence, new Fact.BatchCreated(batchref, eta, available));
  }

  static Event available(String sku, long sequence, String batchref, int available) {
    return event(sku, sequence, new Fact.AvailableChanged(batchref, available));
  }

  static Event eta(String sku, long sequence, String batchref, LocalDate eta) {
    return event(sku, sequence, new Fact.EtaChanged(batchref, eta));
  }

  static Event nothing(String sku, long sequence) {
    return event(sku, sequence, new Fact.NothingMoved());
  }

  static Event notUnderstood(String sku, long sequence) {
    return event(sku, sequence, new Fact.NotUnderstood("broken"));
  }

  static Event event(String sku, long sequence, Fact fact) {
    return new Event(
        "some_event", sku, sequence, time(sequence), new Origin("id", "correlation", null), fact);
  }

  static Instant time(long sequence) {
    return START.plusSeconds(Numbering.sequence(sequence));
  }
}
