package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Identifiers;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Batch of stock as the ledger has it.
 *
 * @param batchref names it on the wire: the monolith's own reference, or see {@link #ofFigure}
 * @param shop the shop to which it was reported first
 * @param figure whether it represents a SKU's figure, and has no name of its own
 * @param promisesOf of one that has, the source by whose list of promises its quantity is what is
 *     left of it; empty where it is as it was reported
 * @param original what it was created with
 * @param now how it was last reported
 * @param quantityRevision the revision that brought the quantity; 1 is the creation
 * @param etaRevision the revision that brought the ETA; 1 is the creation
 * @param confirmed the broker has confirmed the commands of the revisions up to this one
 * @param called the number of the last call that reported on it; 0 when only opening stock has
 * @param lastReports the numbers of the last reports on its parts, by calls and in lists
 * @param correlation the id under which the call that brought the last revision can be found
 */
public record KnownBatch(
    String batchref,
    String shop,
    String sku,
    boolean figure,
    Optional<String> promisesOf,
    BatchContent original,
    BatchContent now,
    int quantityRevision,
    int etaRevision,
    int confirmed,
    long called,
    LastReports lastReports,
    String correlation) {

  /**
   * Numbers of the last reports on the parts of a batch, which rise from call to call.
   *
   * @param quantity the number of the call that reported it, or of when the list that did was asked
   *     for; 0 for a list of unknown age
   * @param eta the same of the day
   */
  public record LastReports(long quantity, long eta) {

    private static final LastReports NOTHING = new LastReports(0, 0);

    /** Whether a part that this changes was reported again after the call of this number. */
    boolean isLater(StockChange change, long call) {
      return hasQuantity(change) && quantity > call || hasEta(change) && eta > call;
    }

    private LastReports with(StockChange change, long call) {
      return new LastReports(
          hasQuantity(change) ? Math.max(quantity, call) : quantity,
          hasEta(change) ? Math.max(eta, call) : eta);
    }

    private static boolean hasQuantity(StockChange change) {
      return !(change instanceof StockChange.BatchEta);
    }

    private static boolean hasEta(StockChange change) {
      return !(change instanceof StockChange.BatchQuantity
          || change instanceof StockChange.SkuFigure);
    }
  }

  /**
   * Content of a batch: how many units, and when they are there.
   *
   * @param quantity 0 to 2147483647 units
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  public record BatchContent(int quantity, Optional<LocalDate> eta) {
    public BatchContent {
      Objects.requireNonNull(eta);
      if (quantity < 0) {
        throw new IllegalArgumentException("a batch has no less than 0 units");
      }
    }
  }

  public KnownBatch {
    Objects.requireNonNull(batchref);
    Objects.requireNonNull(sku);
    Objects.requireNonNull(promisesOf);
    Objects.requireNonNull(lastReports);
    Objects.requireNonNull(correlation);
    if (quantityRevision < 1 || etaRevision < 1) {
      throw new IllegalArgumentException("a revision is at least 1");
    }
  }

  /**
   * The reference of the batch that has these figures.
   *
   * @param source of a SKU's figures the source, of those of a named batch its {@link NamedSource}
   */
  public static String ofFigure(String source, String sku) {
    return NamedSource.batchref(source).orElseGet(() -> source + ":" + sku);
  }

  /** Whether figures of this SKU can have a batch: its reference must be an identifier too. */
  public static boolean canHaveFigure(String source, String sku) {
    return Identifiers.readable(ofFigure(source, sku));
  }

  /** Whether its quantity is by figures: those of a SKU, or those of its own. */
  public boolean isOfFigures() {
    return figure || promisesOf.isPresent();
  }

  /** Of a batch of figures, the source that reports them, or the {@link NamedSource}. */
  public String source() {
    return promisesOf
        .map(source -> NamedSource.of(source, batchref))
        .orElseGet(() -> batchref.substring(0, batchref.length() - sku.length() - 1));
  }

  static KnownBatch created(
      String batchref,
      String shop,
      String sku,
      boolean figure,
      BatchContent content,
      String correlation) {
    return new KnownBatch(
        batchref,
        shop,
        sku,
        figure,
        Optional.empty(),
        content,
        content,
        1,
        1,
        0,
        0,
        LastReports.NOTHING,
        correlation);
  }

  /** The batch by what its source lists, less what this source lists as promised of it. */
  KnownBatch byPromisesOf(String source) {
    return new KnownBatch(
        batchref,
        shop,
        sku,
        figure,
        Optional.of(source),
        original,
        now,
        quantityRevision,
        etaRevision,
        confirmed,
        called,
        lastReports,
        correlation);
  }

  /** 1 at first, higher by one with every change of the batch and only then. */
  public int revision() {
    return Math.max(quantityRevision, etaRevision);
  }

  /** Whether the broker has confirmed the commands of all its revisions. */
  public boolean isConfirmed() {
    return confirmed >= revision();
  }

  /** The batch with this content; each part that differs has a revision of its own. */
  KnownBatch of(BatchContent content, String correlation) {
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
        promisesOf,
        original,
        content,
        first,
        second,
        confirmed,
        called,
        lastReports,
        correlation);
  }

  /** The batch after a call of this number has reported this. */
  KnownBatch afterCall(StockChange change, long call) {
    return with(Math.max(called, call), lastReports.with(change, call));
  }

  /** The batch after a list has reported this that was asked for at this number. */
  KnownBatch afterList(StockChange change, long asked) {
    return with(called, lastReports.with(change, asked));
  }

  private KnownBatch with(long call, LastReports parts) {
    return new KnownBatch(
        batchref,
        shop,
        sku,
        figure,
        promisesOf,
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
