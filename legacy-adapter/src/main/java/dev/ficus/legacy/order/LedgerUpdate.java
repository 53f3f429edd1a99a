package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Update of an order in the ledger, written as a whole or not at all.
 *
 * @param cancelled whether the order as a whole is now cancelled
 * @param fingerprint the new one; empty leaves the old one
 * @param updatedAt the shop's time of what it shows; empty leaves the old one
 * @param lines the lines that are new or changed
 * @param refused what goes to quarantine, or is counted there again
 * @param refusedLines the lines among what could not be translated that were not seen before
 * @param handling who is given the call that brought it
 * @param cut the lines of ours in the call, without which the monolith is given it
 * @param undecided SKUs of lines that are not seen yet: the monolith gets the order otherwise
 */
public record LedgerUpdate(
    boolean cancelled,
    Optional<String> fingerprint,
    Optional<LocalDateTime> updatedAt,
    List<LedgerLine> lines,
    List<Rejection> refused,
    List<RefusedLine> refusedLines,
    Handling handling,
    Set<LineKey> cut,
    Set<String> undecided) {

  /** An update by which no line is seen for the first time that cannot be translated. */
  public LedgerUpdate(
      boolean cancelled,
      Optional<String> fingerprint,
      Optional<LocalDateTime> updatedAt,
      List<LedgerLine> lines,
      List<Rejection> refused) {
    this(cancelled, fingerprint, updatedAt, lines, refused, List.of());
  }

  /** An update that is ours, and that leaves nothing undecided. */
  LedgerUpdate(
      boolean cancelled,
      Optional<String> fingerprint,
      Optional<LocalDateTime> updatedAt,
      List<LedgerLine> lines,
      List<Rejection> refused,
      List<RefusedLine> refusedLines) {
    this(
        cancelled,
        fingerprint,
        updatedAt,
        lines,
        refused,
        refusedLines,
        Handling.TAKEN,
        Set.of(),
        Set.of());
  }

  /** The same, handled so. */
  public LedgerUpdate handled(Handling handling) {
    return new LedgerUpdate(
        cancelled, fingerprint, updatedAt, lines, refused, refusedLines, handling, cut, undecided);
  }

  /** The same, where the monolith is given the call without these lines. */
  public LedgerUpdate without(Set<LineKey> cut) {
    return new LedgerUpdate(
        cancelled, fingerprint, updatedAt, lines, refused, refusedLines, handling, cut, undecided);
  }

  /** The same, without these rejections. */
  public LedgerUpdate withoutRefused(Predicate<Rejection> which) {
    return new LedgerUpdate(
        cancelled,
        fingerprint,
        updatedAt,
        lines,
        refused.stream().filter(which.negate()).toList(),
        refusedLines,
        handling,
        cut,
        undecided);
  }

  /** The same, where lines of these SKUs are not seen yet. */
  public LedgerUpdate leaving(Set<String> undecided) {
    return new LedgerUpdate(
        cancelled, fingerprint, updatedAt, lines, refused, refusedLines, handling, cut, undecided);
  }

  /**
   * The same, where new revisions of lines are above this one, each as far from the one before as
   * it was.
   */
  LedgerUpdate above(int revision, KnownOrder known) {
    if (revision == 0) {
      return this;
    }
    Map<LineKey, Integer> before =
        known.lines().stream().collect(Collectors.toMap(LedgerLine::key, LedgerLine::revision));
    return new LedgerUpdate(
        cancelled,
        fingerprint,
        updatedAt,
        lines.stream()
            .map(line -> line.raised(Math.max(0, revision - before.getOrDefault(line.key(), 0))))
            .toList(),
        refused,
        refusedLines,
        handling,
        cut,
        undecided);
  }

  /** Leaves the order as it is. */
  public static LedgerUpdate nothing(KnownOrder known) {
    return new LedgerUpdate(
        known.cancelled(), Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  public LedgerUpdate {
    lines = List.copyOf(lines);
    refused = List.copyOf(refused);
    refusedLines = List.copyOf(refusedLines);
    cut = Set.copyOf(cut);
    undecided = Set.copyOf(undecided);
  }
}
