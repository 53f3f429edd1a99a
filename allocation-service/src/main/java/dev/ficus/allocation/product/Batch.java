package dev.ficus.allocation.product;

import java.time.LocalDate;
import java.util.OptionalLong;

/** A batch: units of a product that were purchased together and arrive together. */
public final class Batch {
  private final String reference;
  private final int originalQty;
  private final LocalDate originalEta;
  private int purchased;
  private LocalDate eta;
  private int allocated;
  private OptionalLong quantityRevision;
  private OptionalLong etaRevision;

  /**
   * A batch as it was stored.
   *
   * @param originalQty units named when it was created; a repeated creation is compared with these
   * @param eta null when it is in the warehouse
   * @param quantityRevision the highest revision that a change of its quantity came with; likewise
   *     {@code etaRevision}
   */
  public Batch(
      String reference,
      int originalQty,
      LocalDate originalEta,
      int purchased,
      LocalDate eta,
      int allocated,
      OptionalLong quantityRevision,
      OptionalLong etaRevision) {
    if (allocated < 0 || allocated > purchased) {
      throw new IllegalStateException(
          "batch %s holds %d of %d units".formatted(reference, allocated, purchased));
    }
    this.reference = reference;
    this.originalQty = originalQty;
    this.originalEta = originalEta;
    this.purchased = purchased;
    this.eta = eta;
    this.allocated = allocated;
    this.quantityRevision = quantityRevision;
    this.etaRevision = etaRevision;
  }

  static Batch purchased(String reference, int qty, LocalDate eta) {
    return new Batch(reference, qty, eta, qty, eta, 0, OptionalLong.empty(), OptionalLong.empty());
  }

  public String reference() {
    return reference;
  }

  public int originalQty() {
    return originalQty;
  }

  public LocalDate originalEta() {
    return originalEta;
  }

  public int purchased() {
    return purchased;
  }

  /** The day it is expected, or null when it is in the warehouse. */
  public LocalDate eta() {
    return eta;
  }

  public OptionalLong quantityRevision() {
    return quantityRevision;
  }

  public OptionalLong etaRevision() {
    return etaRevision;
  }

  /** Units that are free. */
  public int available() {
    return purchased - allocated;
  }

  boolean canHold(int qty) {
    return qty <= available();
  }

  void take(int qty) {
    if (!canHold(qty)) {
      throw new IllegalStateException(
          "batch %s has no room for %d units".formatted(reference, qty));
    }
    allocated += qty;
  }

  void release(int qty) {
    if (qty > allocated) {
      throw new IllegalStateException(
          "batch %s never held these %d units".formatted(reference, qty));
    }
    allocated -= qty;
  }

  void resize(int qty, OptionalLong revision) {
    if (qty < allocated) {
      throw new IllegalStateException(
          "batch %s holds %d units, more than %d".formatted(reference, allocated, qty));
    }
    purchased = qty;
    quantityRevision = higher(quantityRevision, revision);
  }

  void expect(LocalDate day, OptionalLong revision) {
    eta = day;
    etaRevision = higher(etaRevision, revision);
  }

  /** A change that came without a revision leaves the one that the next is compared with. */
  private static OptionalLong higher(OptionalLong seen, OptionalLong newly) {
    return newly.isPresent() ? newly : seen;
  }
}
