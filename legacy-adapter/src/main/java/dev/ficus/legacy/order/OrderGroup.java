package dev.ficus.legacy.order;

import dev.ficus.legacy.order.Ledger.ChangedOrder;
import dev.ficus.legacy.order.Ledger.NotedCall;
import dev.ficus.legacy.order.Ledger.OrderChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Group of changes of orders that the ledger makes together: what each of them decides on what the
 * one before has left, and what is to be written in the end.
 */
public final class OrderGroup {

  private final List<OrderChange> changes;
  private final Map<OrderNumber, KnownOrder> before;
  private final Ownership owners;
  private final Map<OrderNumber, KnownOrder> after = new LinkedHashMap<>();
  private final Map<OrderNumber, Set<LineKey>> changedLines = new HashMap<>();
  private final List<RefusedInGroup> refused = new ArrayList<>();
  private final Map<Integer, ForwardedInGroup> forwarded = new TreeMap<>();
  private final Set<UndecidedLine> undecided = new LinkedHashSet<>();
  private final Map<Integer, Handling> handlings = new TreeMap<>();
  private final Map<Integer, Set<LineKey>> cuts = new HashMap<>();
  private final List<KnownOrder> mayBeHeld;

  /**
   * Rejection by one of the changes.
   *
   * @param place which of the changes, counted from 0
   * @param fingerprint that of the order after the change
   */
  public record RefusedInGroup(
      int place, OrderChange change, Optional<String> fingerprint, Rejection rejection) {}

  /**
   * Call of one of the changes that goes to the monolith.
   *
   * @param place which of the changes, counted from 0
   * @param approves whether commands of ours wait for it to be accepted: those of the order as this
   *     change leaves it, whatever a later one of the group does
   */
  public record ForwardedInGroup(int place, OrderChange change, boolean approves) {}

  /** Line, or several of a SKU, that an order was shown with and that nobody has seen yet. */
  public record UndecidedLine(OrderNumber order, String sku) {}

  /** Order as the changes have left it, with those of its lines that are new or changed. */
  public record ChangedLines(KnownOrder order, List<LedgerLine> lines) {}

  /**
   * Decides all changes.
   *
   * @param before the orders as the ledger has them, locked; those it does not have are missing
   * @param owners who owns what is first seen now
   * @param now when the changes are made
   */
  public OrderGroup(
      List<OrderChange> changes,
      Map<OrderNumber, KnownOrder> before,
      Ownership owners,
      Instant now) {
    this.changes = changes;
    this.before = before;
    this.owners = owners;
    for (int place = 0; place < changes.size(); place++) {
      decide(place, changes.get(place), now);
    }
    this.mayBeHeld =
        after.values().stream().filter(order -> order.held() || isHolding(order.number())).toList();
  }

  private void decide(int place, OrderChange change, Instant now) {
    KnownOrder known = order(change.number());
    Optional<LedgerUpdate> decided = change.decision().on(known, owners);
    if (decided.isEmpty()) {
      return;
    }
    LedgerUpdate update = decided.get().above(owners.linesAbove(), known);
    handlings.put(place, update.handling());
    cuts.put(place, update.cut());
    update.undecided().forEach(sku -> undecided.add(new UndecidedLine(change.number(), sku)));
    KnownOrder next = known.after(update);
    KnownOrder changed =
        next.equals(known) ? next : next.asOf(change.arrival().cameAt().orElse(now));
    after.put(change.number(), changed);
    if (update.handling().isForwarded()) {
      boolean approves = changed.approval() == Approval.AWAITED;
      forwarded.put(place, new ForwardedInGroup(place, change, approves));
    }
    Set<LineKey> lines = changedLines.computeIfAbsent(change.number(), any -> new HashSet<>());
    update.lines().forEach(line -> lines.add(line.key()));
    for (Rejection rejection : update.refused()) {
      refused.add(new RefusedInGroup(place, change, changed.fingerprint(), rejection));
    }
  }

  /** The SKUs whose owners these changes may ask for. */
  public static Set<String> skus(List<OrderChange> changes) {
    return changes.stream().flatMap(change -> change.skus().stream()).collect(Collectors.toSet());
  }

  /** The order as the changes so far have left it. */
  private KnownOrder order(OrderNumber number) {
    KnownOrder now = after.getOrDefault(number, before.get(number));
    return now == null ? KnownOrder.unseen(number) : now;
  }

  /** The calls that are forwarded to the monolith, by their places. */
  public List<ForwardedInGroup> forwarded() {
    return List.copyOf(forwarded.values());
  }

  /** What was shown, and is first seen when the monolith is shown it. */
  public List<UndecidedLine> undecided() {
    return List.copyOf(undecided);
  }

  /** The orders that the monolith has asked for, and is shown. */
  public List<OrderNumber> shown() {
    return handlings.entrySet().stream()
        .filter(each -> each.getValue() == Handling.SHOWN)
        .map(each -> changes.get(each.getKey()).number())
        .toList();
  }

  /** What the changes refuse, for quarantine. */
  public List<RefusedInGroup> refused() {
    return refused;
  }

  /** The orders of which it must be asked what of them waits in quarantine: see {@link #hold}. */
  public List<KnownOrder> mayBeHeld() {
    return mayBeHeld;
  }

  private boolean isHolding(OrderNumber number) {
    return refused.stream()
        .anyMatch(each -> each.rejection().holds() && each.change().number().equals(number));
  }

  /**
   * Holds or releases the orders that may be held, by {@link OrderRules#isHeld}.
   *
   * @param waiting of each order its fingerprints when something was refused that holds it and
   *     waits in quarantine; the rejections of this group are among them
   */
  public void hold(Map<OrderNumber, Set<String>> waiting) {
    for (KnownOrder order : mayBeHeld) {
      Set<String> fingerprints = waiting.getOrDefault(order.number(), Set.of());
      after.put(order.number(), order.held(OrderRules.isHeld(order, fingerprints)));
    }
  }

  /** The orders that are new to the ledger. */
  public List<KnownOrder> added() {
    return after.values().stream()
        .filter(order -> !before.containsKey(order.number()))
        .filter(order -> !order.equals(KnownOrder.unseen(order.number())))
        .toList();
  }

  /** The orders that the ledger has otherwise. */
  public List<KnownOrder> changed() {
    return after.values().stream()
        .filter(order -> before.containsKey(order.number()))
        .filter(order -> !order.equals(before.get(order.number())))
        .toList();
  }

  /** The lines that are new or changed, order by order. */
  public List<ChangedLines> changedLines() {
    return after.values().stream()
        .map(
            order ->
                new ChangedLines(
                    order,
                    order.lines().stream()
                        .filter(line -> changedLines.get(order.number()).contains(line.key()))
                        .toList()))
        .toList();
  }

  /** Whether the ledger did not have this line before. */
  public boolean isFirstSeen(OrderNumber order, LineKey line) {
    KnownOrder known = before.get(order);
    return known == null || known.lines().stream().noneMatch(each -> each.key().equals(line));
  }

  /**
   * The result of each change.
   *
   * @param quarantined by the place of the change, what was not in quarantine before
   * @param forwards likewise, the id of its call that is forwarded
   */
  public List<ChangedOrder> results(
      Map<Integer, List<Rejection>> quarantined, Map<Integer, Long> forwards) {
    return IntStream.range(0, changes.size())
        .mapToObj(
            place ->
                new ChangedOrder(
                    order(changes.get(place).number()),
                    quarantined.getOrDefault(place, List.of()),
                    handlings.getOrDefault(place, Handling.TAKEN),
                    Optional.ofNullable(forwarded.get(place))
                        .map(call -> new NotedCall(forwards.get(place), call.approves())),
                    cuts.getOrDefault(place, Set.of())))
        .toList();
  }
}
