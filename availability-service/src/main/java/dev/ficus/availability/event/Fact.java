package dev.ficus.availability.event;

import java.time.LocalDate;

/**
 * The content of an event of allocation-service, as far as availability depends on it. Twelve types
 * of event come down to these: the figures are absolute, so a fact is right whatever was known
 * before it, as long as facts are applied in sequence.
 */
public sealed interface Fact {

  /**
   * A batch appeared ({@code batch_created}).
   *
   * @param eta the calendar day it is expected, or {@code null} when it is in the warehouse
   * @param available its free units, 0 to 2147483647
   */
  record BatchCreated(String batchref, LocalDate eta, int available) implements Fact {}

  /**
   * A batch now has this many free units ({@code batch_quantity_changed}, {@code line_allocated},
   * {@code line_deallocated}).
   *
   * @param available free units after the event, 0 to 2147483647
   */
  record AvailableChanged(String batchref, int available) implements Fact {}

  /**
   * A batch is expected on another day, or has arrived ({@code batch_eta_changed}).
   *
   * @param eta the new calendar day, or {@code null} when the batch has arrived
   */
  record EtaChanged(String batchref, LocalDate eta) implements Fact {}

  /** Nothing is free in any batch from now on ({@code out_of_stock}). */
  record WentOut() implements Fact {}

  /** Something is free again ({@code back_in_stock}). */
  record CameBack() implements Fact {}

  /** Nothing that a view shows has changed; only the sequence goes on. */
  record NothingMoved() implements Fact {}

  /**
   * Something happened to the SKU, but the event cannot be understood: broken, or of a type that
   * did not exist when this was written. It is not guessed at; the snapshot has the state.
   *
   * @param reason why, for the log
   */
  record NotUnderstood(String reason) implements Fact {}
}
