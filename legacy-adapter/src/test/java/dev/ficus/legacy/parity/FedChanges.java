package dev.ficus.legacy.parity;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.FedChange.FedBatch;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.parity.FedChange.FedState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Changes that a shadow was fed, for tests: one each second. */
final class FedChanges {

  static final Instant BEGINNING = Instant.parse("2026-11-30T08:00:00Z");
  static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

  private FedChanges() {}

  static FedBatch batch(long id, long units) {
    return new FedBatch(id, 1, "LAMP", "shop:LAMP", units, Optional.empty(), at(id));
  }

  static FedBatch expected(long id, String batchref, long units, LocalDate eta) {
    return new FedBatch(id, 1, "LAMP", batchref, units, Optional.of(eta), at(id));
  }

  static FedLine ordered(long id, String order, int units) {
    return line(id, order, units, FedState.ORDERED);
  }

  static FedLine cancelled(long id, String order, int units) {
    return line(id, order, units, FedState.CANCELLED);
  }

  static FedLine line(long id, String order, int units, FedState state) {
    return new FedLine(
        id,
        1,
        new OrderNumber("shop", order),
        new LineKey("LAMP", ""),
        (int) id,
        units,
        state,
        "c" + id,
        at(id));
  }

  static Instant at(double second) {
    return BEGINNING.plusMillis(Math.round(second * 1_000));
  }
}
