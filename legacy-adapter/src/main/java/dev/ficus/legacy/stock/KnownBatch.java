package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Identifiers;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A batch as the ledger knows it.
 *
 * @param batchref names it on the wire: the monolith's own reference, or see {@link #ofFigure}
 * @param shop of whom it was first said
 * @param figure whether it stands for a SKU's figure, and has no name of its own
 * @param original what it was created with
 * @param now what was last said of it
 * @param quantityRevision the revision that brought the quantity; 1 is the creation
 * @param etaRevision the revision that brought the ETA; 1 is the creation
 * @param confirmed the broker has confirmed the commands of the revisions up to this one
 * @param called the number of the last call that spoke of it; 0 when only opening stock has
 * @param heard how late its parts were last spoken of, by calls and in lists
 * @param correlation the id under which the call that brought the last revision can be found
 */
public record KnownBatch(
    String batchref,
    String shop,
    String sku,
    boolean figure,
    Content original,
    Content now,
    int quantityRevision,
    int etaRevision,
    int confirmed,
    long called,
    Heard heard,
    String correlation) {

  /**
   * How late the parts of a batch were last spoken of.
   *
   * @param quantity the number of the call that said how many, or of when the list that did was
   *     asked for; 0 for a list of unknown age
   * @param eta the same of the day
   */
  public record Heard(long quantity, long eta) {

    private static final Heard NOTHING = new Heard(0, 0);

    /** Whether any of what this says was said again after the call of this number. */
    boolean isLater(StockChange said, long call) {
      return saysQuantity(said) && quantity > call || saysEta(said) && eta > call;
    }

    private Heard with(StockChange said, long call) {
      return new Heard(
          saysQuantity(said) ? Math.max(quantity, call) : quantity,
          saysEta(said) ? Math.max(eta, call) : eta);
    }

    private static boolean saysQuantity(StockChange said) {
      return !(said instanceof StockChange.Eta);
    }

    private static boolean saysEta(StockChange said) {
      return !(said instanceof StockChange.Quantity || said instanceof StockChange.Figure);
    }
  }

  /**
   * How much is in it, and when.
   *
   * @param quantity 0 to 2147483647 units
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  public record Content(int quantity, Optional<LocalDate> eta) {
    public Content {
      Objects.requireNonNull(eta);
      if (quantity < 0) {
        throw new IllegalArgumentException("a batch has no less than 0 units");
      }
    }
  }

  public KnownBatch {
    Objects.requireNonNull(batchref);
    Objects.requireNonNull(sku);
    Objects.requireNonNull(heard);
    Objects.requireNonNull(correlation);
    if (quantityRevision < 1 || etaRevision < 1) {
      throw new IllegalArgumentException("a revision is at least 1");
    }
  }

  /** The reference of the batch that stands for the figure of a shop's SKU. */
  public static String ofFigure(String shop, String sku) {
    return shop + ":" + sku;
  }

  /** Whether a figure of this SKU can have a batch: its reference must be an identifier too. */
  public static boolean canHaveFigure(String shop, String sku) {
    return Identifiers.readable(ofFigure(shop, sku));
  }

  static KnownBatch created(
      String batchref,
      String shop,
      String sku,
      boolean figure,
      Content content,
      String correlation) {
    return new KnownBatch(
        batchref, shop, sku, figure, content, content, 1, 1, 0, 0, Heard.NOTHING, correlation);
  }

  /** 1 at first, higher by one with every change of the batch and only then. */
  public int revision() {
    return Math.max(quantityRevision, etaRevision);
  }

  /** Whether the broker has confirmed all that was said of it. */
  public boolean isConfirmed() {
    return confirmed >= revision();
  }

  /** The batch with this content; each part that differs has a revision of its own. */
  KnownBatch of(Content content, String correlation) {
    if (content.equals(now)) {
      return this;
    }
    boolean resized = content.quantity() != now.quantity();
    int first = resized ? revision() + 1 : quantityRevision;
    boolean moved = !content.eta().equals(now.eta());
    int second = moved ? Math.max(revision(), first) + 1 : etaRevision;
    return new KnownBatch(
        batchref,
        shop,
        sku,
        figure,
        original,
        content,
        first,
        second,
        confirmed,
        called,
        heard,
        correlation);
  }

  /** The batch after a call of this number has said this of it. */
  KnownBatch called(StockChange said, long call) {
    return heard(Math.max(called, call), heard.with(said, call));
  }

  /** The batch after a list has said this of it that was asked for at this number. */
  KnownBatch listed(StockChange said, long asked) {
    return heard(called, heard.with(said, asked));
  }

  private KnownBatch heard(long call, Heard parts) {
    return new KnownBatch(
        batchref,
        shop,
        sku,
        figure,
        original,
        now,
        quantityRevision,
        etaRevision,
        confirmed,
        call,
        parts,
        correlation);
  }
}
