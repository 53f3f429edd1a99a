package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Entries of the quarantine, kept as the database keeps them: the ledgers' fakes write to them. */
public final class InMemoryEntries {

  private final Map<ByteBuffer, EntryRow> rows = new LinkedHashMap<>();

  /** An entry as it is kept. */
  record EntryRow(
      Entry entry, boolean holds, Optional<byte[]> document, Optional<Instant> settledAt) {

    EntryRow in(EntryState state) {
      return new EntryRow(
          with(entry, state, entry.lastSeenAt(), entry.seen()),
          holds,
          document,
          state == EntryState.WAITING ? Optional.empty() : Optional.of(Instant.now()));
    }

    EntryRow countedAgain() {
      boolean again = entry.state() == EntryState.REDRIVEN;
      return new EntryRow(
          with(entry, again ? EntryState.WAITING : entry.state(), Instant.now(), entry.seen() + 1),
          holds,
          document,
          again ? Optional.empty() : settledAt);
    }

    EntryRow withoutDocument() {
      return new EntryRow(entry, holds, Optional.empty(), settledAt);
    }

    Kept kept() {
      return new Kept(entry, document);
    }

    private static Entry with(Entry entry, EntryState state, Instant lastSeenAt, int seen) {
      return new Entry(
          entry.id(),
          state,
          entry.shop(),
          entry.number(),
          entry.sku(),
          entry.lineid(),
          entry.qty(),
          entry.subject(),
          entry.reason(),
          entry.place(),
          entry.fingerprint(),
          entry.within(),
          entry.called(),
          entry.feed(),
          entry.correlation(),
          entry.receivedAt(),
          lastSeenAt,
          seen);
    }
  }

  /**
   * Keeps what is not kept yet, and counts what is.
   *
   * @return what was not waiting before, nor discarded, by the place of its change or report
   */
  public synchronized Map<Integer, List<Rejection>> keep(List<NewEntry> entries) {
    Map<ByteBuffer, IdentifiedEntry> identified = new LinkedHashMap<>();
    IdentifiedEntry.of(entries).forEach(each -> identified.put(each.identity(), each));
    Map<Integer, List<Rejection>> added = new HashMap<>();
    identified.forEach(
        (identity, each) -> {
          EntryRow before = rows.get(identity);
          if (before == null || before.entry().state() == EntryState.REDRIVEN) {
            added
                .computeIfAbsent(each.entry().place(), any -> new ArrayList<>())
                .add(each.entry().rejection());
          }
          rows.put(
              identity,
              before != null && isSame(before, each.entry())
                  ? before.countedAgain()
                  : row(each, before == null ? null : before.countedAgain()));
        });
    return added;
  }

  private static boolean isSame(EntryRow before, NewEntry now) {
    return now.stockCall().isEmpty()
        && before.entry().fingerprint().equals(now.fingerprint())
        && before.document().isPresent();
  }

  /**
   * @param before the entry that is there, counted; null for none
   */
  private EntryRow row(IdentifiedEntry identified, EntryRow before) {
    NewEntry entry = identified.entry();
    Rejection rejection = entry.rejection();
    Instant now = Instant.now();
    return new EntryRow(
        new Entry(
            before == null ? rows.size() + 1 : before.entry().id(),
            before == null ? EntryState.WAITING : before.entry().state(),
            entry.shop(),
            entry.number().map(OrderNumber::number).orElse(null),
            rejection.sku(),
            rejection.lineid(),
            rejection.quantity(),
            rejection.subject(),
            rejection.reason(),
            rejection.place(),
            entry.fingerprint(),
            entry.within(),
            entry.stockCall().map(NewEntry.StockCall::called).orElse(0L),
            entry.arrival().feed(),
            entry.arrival().correlation(),
            before == null ? now : before.entry().receivedAt(),
            now,
            before == null ? 1 : before.entry().seen()),
        rejection.holds(),
        Optional.of(identified.document().bytes()),
        before == null ? Optional.empty() : before.settledAt());
  }

  /** What these orders said when something was refused that holds them and waits. */
  public synchronized Map<OrderNumber, Set<String>> holding(List<KnownOrder> orders) {
    Map<OrderNumber, Set<String>> fingerprints = new HashMap<>();
    for (KnownOrder order : orders) {
      for (EntryRow row : rows.values()) {
        Entry entry = row.entry();
        boolean ofOrder =
            entry.shop().equals(order.number().shop())
                && order.number().number().equals(entry.number());
        if (ofOrder && row.holds() && entry.state() == EntryState.WAITING) {
          entry
              .fingerprint()
              .ifPresent(
                  fingerprint ->
                      fingerprints
                          .computeIfAbsent(order.number(), any -> new HashSet<>())
                          .add(fingerprint));
        }
      }
    }
    return fingerprints;
  }

  synchronized List<EntryRow> rows() {
    return List.copyOf(rows.values());
  }

  synchronized void replace(long id, EntryRow row) {
    rows.replaceAll((identity, each) -> each.entry().id() == id ? row : each);
  }
}
