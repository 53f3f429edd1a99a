package dev.ficus.legacy.order;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Order as the ledger has it.
 *
 * @param cancelled whether the order as a whole was last shown as cancelled
 * @param fingerprint that of the order as it was last shown; empty when it was never shown
 * @param updatedAt the shop's time of that, where it gave one
 * @param lines every line it ever had, by key
 * @param changes the number of changes with commands to send
 * @param held whether its commands wait for what is in quarantine
 * @param refused its lines that could not be translated when they were first seen
 * @param asOf when the call arrived that last changed it; empty where that was not noted
 * @param approval whether its commands wait for the monolith to accept its part of the order
 */
public record KnownOrder(
    OrderNumber number,
    boolean cancelled,
    Optional<String> fingerprint,
    Optional<LocalDateTime> updatedAt,
    List<LedgerLine> lines,
    int changes,
    boolean held,
    List<RefusedLine> refused,
    Optional<Instant> asOf,
    Approval approval) {

  public KnownOrder {
    lines = List.copyOf(lines);
    refused = List.copyOf(refused);
  }

  /** An order that the ledger does not have. */
  public static KnownOrder unseen(OrderNumber number) {
    return new KnownOrder(
        number,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        false,
        List.of(),
        Optional.empty(),
        Approval.GIVEN);
  }

  /** Whether it has lines, and none that the monolith is given. */
  public boolean isWhollyOurs() {
    return !lines.isEmpty()
        && lines.stream().allMatch(line -> line.owner() == Owner.NEW)
        && refused.stream().allMatch(line -> line.owner() == Owner.NEW);
  }

  /** Whether both the monolith and we have lines of it that are wanted. */
  public boolean isOfBoth() {
    return has(Owner.MONOLITH) && has(Owner.NEW);
  }

  /** Whether both the monolith and we have lines of it, wanted or not. */
  public boolean hasLinesOfBoth() {
    return lines.stream().map(LedgerLine::owner).distinct().count() > 1;
  }

  private boolean has(Owner owner) {
    return lines.stream().anyMatch(line -> line.owner() == owner && line.isWanted());
  }

  /** The lines of the monolith that are still here, or all that are wanted when none is. */
  public List<LedgerLine> monolithsLines() {
    List<LedgerLine> wanted =
        lines.stream().filter(line -> line.owner() == Owner.MONOLITH && line.isWanted()).toList();
    List<LedgerLine> open = wanted.stream().filter(LedgerLine::isOpen).toList();
    return open.isEmpty() ? wanted : open;
  }

  /** Whether the shop has never shown it. */
  public boolean isUnseen() {
    return fingerprint.isEmpty();
  }

  /** The order with these lines, sorted by key. */
  public KnownOrder with(List<LedgerLine> lines) {
    return new KnownOrder(
        number, cancelled, fingerprint, updatedAt, lines, changes, held, refused, asOf, approval);
  }

  /**
   * Who owns its lines.
   *
   * @param firstSeen who owns what is first seen now
   */
  public LineOwners owners(Ownership firstSeen) {
    return new LineOwners(this, firstSeen);
  }

  /**
   * Who owns a line as it was when it was refused; empty when that was not recorded.
   *
   * @param sku as written; null when there was none
   * @param lineid likewise
   */
  public Optional<Owner> ownerOfRefused(String sku, String lineid) {
    return refused.stream()
        .filter(line -> line.isOf(sku, lineid))
        .map(RefusedLine::owner)
        .findFirst();
  }

  /** The order, its commands held back or not. */
  public KnownOrder held(boolean held) {
    return new KnownOrder(
        number, cancelled, fingerprint, updatedAt, lines, changes, held, refused, asOf, approval);
  }

  /** The order after the monolith has answered, or somebody for it. */
  public KnownOrder approved(Approval approval) {
    return new KnownOrder(
        number, cancelled, fingerprint, updatedAt, lines, changes, held, refused, asOf, approval);
  }

  /** The order, last changed by what arrived then. */
  public KnownOrder asOf(Instant cameAt) {
    return new KnownOrder(
        number,
        cancelled,
        fingerprint,
        updatedAt,
        lines,
        changes,
        held,
        refused,
        Optional.of(cameAt),
        approval);
  }

  /**
   * Whether this arrived later than what last changed the order; what did not is a repeat, or
   * overruled.
   */
  public boolean isBefore(Arrival arrival) {
    return arrival.cameAt().isEmpty()
        || asOf.isEmpty()
        || asOf.get().isBefore(arrival.cameAt().get());
  }

  /** The order after this has been written. */
  public KnownOrder after(LedgerUpdate update) {
    Map<LineKey, LedgerLine> changed = new TreeMap<>();
    lines.forEach(line -> changed.put(line.key(), line));
    update.lines().forEach(line -> changed.put(line.key(), line));
    boolean toSend = update.lines().stream().anyMatch(line -> !line.confirmed());
    return new KnownOrder(
        number,
        update.cancelled(),
        update.fingerprint().or(() -> fingerprint),
        update.updatedAt().or(() -> updatedAt),
        List.copyOf(changed.values()),
        toSend ? changes + 1 : changes,
        held,
        Stream.concat(refused.stream(), update.refusedLines().stream()).distinct().toList(),
        asOf,
        approvalAfter(update.handling()));
  }

  /** Whatever goes to the monolith of an order that it has not accepted yet may be accepted. */
  private Approval approvalAfter(Handling handling) {
    boolean open = approval != Approval.GIVEN && handling.isForwarded();
    return open || handling == Handling.SPLIT_AND_HELD ? Approval.AWAITED : approval;
  }

  /**
   * The lines whose command is to be sent: the broker has not confirmed it, and it need not wait.
   */
  public List<LedgerLine> unconfirmed() {
    return isWaiting() ? List.of() : lines.stream().filter(line -> !line.confirmed()).toList();
  }

  /**
   * Whether its commands wait, for what is in quarantine or for the monolith. Of a cancelled order
   * nothing waits for the monolith: what was never allocated may be deallocated.
   */
  boolean isWaiting() {
    return held || approval != Approval.GIVEN && !cancelled;
  }
}
