package dev.ficus.allocation.message;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One event of each kind, with the content of the published examples. */
public final class Samples {
  private static final LocalDate ETA = LocalDate.of(2026, 12, 1);

  public static final List<Event> EVENTS =
      List.of(
          new Event.BatchCreated("batch-001", "HAZARDOUS_RUG", 100, ETA, 100),
          new Event.BatchQuantityChanged("batch-001", "HAZARDOUS_RUG", 80, 77),
          new Event.BatchEtaChanged("batch-001", "HAZARDOUS_RUG", ETA.plusDays(7), ETA),
          new Event.LineAllocated("shop:100000042", "HAZARDOUS_RUG", 3, "7", "batch-001", ETA, 97),
          new Event.LineDeallocated(
              "shop:100000042", "HAZARDOUS_RUG", 3, "7", "batch-001", "changed their mind", 100),
          new Event.LineDespatched("shop:100000042", "HAZARDOUS_RUG", 3, "7", "batch-001"),
          new Event.LineBackordered(
              "shop:100000043", "HAZARDOUS_RUG", 300, "", "no batch has room for 300 units"),
          new Event.BackorderCancelled(
              "shop:100000043", "HAZARDOUS_RUG", 300, "", "changed their mind"),
          new Event.OutOfStock("HAZARDOUS_RUG"),
          new Event.BackInStock("HAZARDOUS_RUG"),
          new Event.ProductOpened("HAZARDOUS_RUG", 3),
          new Event.ProductClosed("HAZARDOUS_RUG", 2),
          new Event.CommandParked(
              "allocate",
              "6f1c9a52-5f0e-5d0b-9a53-0d8f3c5e7b11",
              "HAZARDOUS_RUG",
              "shop:100000042",
              "revision_conflict",
              "revision 1 of this line wants 3 units, not 4"),
          new Event.CommandDiscarded(
              "allocate",
              "6f1c9a52-5f0e-5d0b-9a53-0d8f3c5e7b11",
              "HAZARDOUS_RUG",
              "shop:100000042",
              "revision_conflict",
              "the customer ordered again"));

  private Samples() {}

  /** The records that a sealed interface permits, through interfaces between. */
  public static Set<Class<?>> leaves(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(type -> type.isInterface() ? leaves(type).stream() : Stream.<Class<?>>of(type))
        .collect(Collectors.toSet());
  }
}
