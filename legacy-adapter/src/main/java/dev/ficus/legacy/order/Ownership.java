package dev.ficus.legacy.order;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Ownership of what is first seen, by the routes of SKUs as one transaction has read them. It is
 * never kept for longer: the next transaction may find other routes.
 */
public final class Ownership {

  private final Owner byDefault;
  private final Map<String, Owner> others;
  private final Optional<Set<String>> asked;
  private final Set<Owner> owners;
  private final Owner withoutSku;
  private final Optional<Set<LineKey>> separable;
  private final Set<String> frozen;
  private final boolean older;
  private final int linesAbove;

  private Ownership(
      Owner byDefault,
      Map<String, Owner> others,
      Optional<Set<String>> asked,
      Set<Owner> owners,
      Owner withoutSku,
      Optional<Set<LineKey>> separable,
      Set<String> frozen,
      boolean older,
      int linesAbove) {
    this.older = older;
    this.linesAbove = linesAbove;
    this.frozen = Set.copyOf(frozen);
    this.separable = separable;
    this.withoutSku = Objects.requireNonNull(withoutSku);
    this.byDefault = Objects.requireNonNull(byDefault);
    this.others = Map.copyOf(others);
    this.asked = asked;
    this.owners = Set.copyOf(owners);
  }

  /**
   * Ownership by routes.
   *
   * @param byDefault of a SKU without a route of its own
   * @param others of SKUs with one
   * @param asked the SKUs whose routes were read
   * @param owners who owns anything at all
   */
  public static Ownership of(
      Owner byDefault, Map<String, Owner> others, Set<String> asked, Set<Owner> owners) {
    return new Ownership(
        byDefault,
        others,
        Optional.of(Set.copyOf(asked)),
        owners,
        Owner.NEW,
        Optional.empty(),
        Set.of(),
        false,
        0);
  }

  /** The same, while the routes of these SKUs are about to change. */
  public Ownership withFrozen(Set<String> skus) {
    return new Ownership(
        byDefault, others, asked, owners, withoutSku, separable, skus, older, linesAbove);
  }

  /** The same, while allocation-service knows newer routes than these, if this is so. */
  public Ownership older(boolean older) {
    return new Ownership(
        byDefault, others, asked, owners, withoutSku, separable, frozen, older, linesAbove);
  }

  /** The same, where lines get revisions above this one: lower ones were given before. */
  public Ownership withLinesAbove(int revision) {
    return new Ownership(
        byDefault, others, asked, owners, withoutSku, separable, frozen, older, revision);
  }

  /** One owns everything. */
  public static Ownership all(Owner owner) {
    return new Ownership(
        owner,
        Map.of(),
        Optional.empty(),
        Set.of(owner),
        owner,
        Optional.empty(),
        Set.of(),
        false,
        0);
  }

  /**
   * Who owns a line of this SKU that nobody has seen.
   *
   * @throws IllegalArgumentException when its route was not read
   */
  public Owner ownerOf(String sku) {
    if (asked.isPresent() && !asked.get().contains(sku)) {
      throw new IllegalArgumentException("the route of " + sku + " was not read");
    }
    return others.getOrDefault(sku, byDefault);
  }

  /** The same, where this one owns the lines whose SKU cannot be read, and the charges. */
  public Ownership withOthers(Owner owner) {
    return new Ownership(
        byDefault, others, asked, owners, owner, separable, frozen, older, linesAbove);
  }

  /** The same, where this one owns whatever is first seen now. */
  public Ownership allFirstSeen(Owner owner) {
    return new Ownership(
        owner, Map.of(), Optional.empty(), owners, owner, separable, frozen, older, linesAbove);
  }

  /**
   * The same, where a line that cannot be translated is nobody's by its SKU unless it is one of
   * these: it stays in the document of its order.
   */
  public Ownership withSeparable(Set<LineKey> separable) {
    return new Ownership(
        byDefault,
        others,
        asked,
        owners,
        withoutSku,
        Optional.of(Set.copyOf(separable)),
        frozen,
        older,
        linesAbove);
  }

  /** Who owns a line that was refused, and that nobody has seen. */
  Owner ownerOf(Rejection refused) {
    boolean stays =
        separable.isPresent() && refused.key().filter(separable.get()::contains).isEmpty();
    return refused.reason() != Reason.NOT_STOCK && Identifiers.readable(refused.sku()) && !stays
        ? ownerOf(refused.sku())
        : withoutSku;
  }

  /** Whether the route of this SKU is about to change: a line of it that nobody has seen waits. */
  public boolean isFrozen(String sku) {
    return frozen.contains(sku);
  }

  /** Whether this holds of any SKU that was read. */
  public boolean isAnyFrozen() {
    return !frozen.isEmpty();
  }

  /**
   * Whether allocation-service knows newer routes, because the ledger was restored to an earlier
   * point: nobody decides about anything that was not seen before.
   */
  public boolean areOlder() {
    return older;
  }

  /** The revision above which those of lines go on; 0 as long as nothing was restored. */
  int linesAbove() {
    return linesAbove;
  }

  /** Who owns a SKU that has no route of its own. */
  public Owner byDefault() {
    return byDefault;
  }

  /** Whether there is any SKU that this one owns. */
  public boolean isAny(Owner owner) {
    return owners.contains(owner);
  }
}
