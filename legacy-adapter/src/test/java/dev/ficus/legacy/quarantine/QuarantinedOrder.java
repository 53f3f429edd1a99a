package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.RedriveDecision.Decided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An order in the ledger, and what of it waits in quarantine. */
final class QuarantinedOrder {

  /** When what waits was last seen. */
  static final Instant CAME = Instant.parse("2010-12-01T08:00:00Z");

  private final List<Entry> entries = new ArrayList<>();
  private final List<KeptOrder> calls = new ArrayList<>();
  private KnownOrder known;

  QuarantinedOrder(KeptOrder order, Rules rules) {
    shows(order, rules);
  }

  /** The shop shows it, and these are the settings at that time. */
  void shows(KeptOrder order, Rules rules) {
    order
        .translation(rules)
        .ifPresent(
            shown -> {
              if (known == null) {
                known = KnownOrder.unseen(shown.number());
              }
              Optional<LedgerUpdate> update =
                  OrderRules.shown(known, shown, Ownership.all(Owner.NEW), "c");
              known = known.after(update.orElseThrow());
              for (Rejection line : update.get().refused()) {
                entries.add(entry(shown.number(), line, known.fingerprint()));
                calls.add(order);
              }
            });
  }

  void isCancelled() {
    known = known.after(OrderRules.cancelled(known, "c").orElseThrow());
  }

  void settled(KnownOrder after) {
    known = after;
  }

  KnownOrder known() {
    return known;
  }

  int entries() {
    return entries.size();
  }

  Entry entry(int which) {
    return entries.get(which);
  }

  /** What follows from redriving it by these settings. */
  Decided redrive(int which, Rules now) {
    return now.decision(entries.get(which)).of(calls.get(which).found(now)).apply(known);
  }

  /** Something that is kept as a whole. */
  Entry whole(Reason reason, String number) {
    return entry(Rejection.ofOrder(reason), number);
  }

  /** A line that is kept without its place in the order. */
  Entry line(LedgerLine line, Reason reason) {
    return entry(
        new Rejection(
            Subject.LINE,
            line.key().sku(),
            line.key().lineid(),
            null,
            reason,
            Rejection.NO_PLACE,
            false),
        known.number().number());
  }

  private static Entry entry(Rejection line, String number) {
    return new Entry(
        1,
        EntryState.WAITING,
        "shop",
        number,
        line.sku(),
        line.lineid(),
        line.quantity(),
        line.subject(),
        line.reason(),
        line.place(),
        Optional.empty(),
        number == null ? Optional.of("") : Optional.empty(),
        0,
        "web",
        "c",
        CAME,
        CAME,
        1);
  }

  private static Entry entry(OrderNumber number, Rejection line, Optional<String> fingerprint) {
    return new Entry(
        1,
        EntryState.WAITING,
        number.shop(),
        number.number(),
        line.sku(),
        line.lineid(),
        line.quantity(),
        line.subject(),
        line.reason(),
        line.place(),
        fingerprint,
        Optional.empty(),
        0,
        "web",
        "c",
        CAME,
        CAME,
        1);
  }
}
