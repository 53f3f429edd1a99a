package dev.ficus.legacy.switching;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.SourceStock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of waves before they are rolled back, and what sources were told in it. */
public interface RollBackBook {

  /**
   * Line that waits in allocation-service until a batch has room for it, whosesoever it is.
   *
   * @param orderid as on the wire
   * @param lineid empty for a line that its SKU alone identifies
   * @param quantity units that it wants
   */
  record BackorderedLine(String orderid, String sku, String lineid, int quantity) {

    /** The old order that it may be of; empty when it is another team's. */
    public Optional<OrderNumber> order() {
      return OrderNumber.ofOrderid(orderid);
    }
  }

  /**
   * Line that holds no units, and gets none while the monolith has the product.
   *
   * @param orderid as on the wire
   * @param order empty when it is no line of ours but another team's
   * @param lineid empty for a line that its SKU alone identifies
   * @param quantity units that it wants
   */
  record StrandedLine(
      String orderid, Optional<OrderNumber> order, String sku, String lineid, int quantity) {}

  /**
   * All of a wave, by SKU: lines of ours, and those that are not.
   *
   * @param backordered what allocation-service has backordered of the wave's SKUs
   */
  List<StrandedLine> stranded(String wave, List<BackorderedLine> backordered);

  /**
   * Stock of a SKU by the figures of one source, or of a named batch.
   *
   * @param source the source, or the batch's {@link dev.ficus.legacy.stock.NamedSource}
   * @param isHere whether it is in the warehouse
   */
  record SourceState(String source, String sku, SourceStock stock, boolean isHere) {

    /** The reference of the batch of which it is. */
    public String batchref() {
      return KnownBatch.ofFigure(source, sku);
    }
  }

  /** The stock of a wave, by SKU and source. */
  List<SourceState> stocks(String wave);

  /**
   * Figure that a shop has of a SKU from us.
   *
   * @param source whose figures the shop gets from the monolith; empty when none were reported to
   *     it
   * @param now empty when it is not known
   */
  record ShopHas(String sku, String shop, Optional<String> source, OptionalLong now) {}

  /**
   * The figures of a wave that shops have from us, by SKU and shop.
   *
   * @param margins units that are not offered, by the shops that are sent figures
   */
  List<ShopHas> shops(String wave, Map<String, Long> margins);

  /**
   * What a source was told to set aside.
   *
   * @param reference with which it was sent
   * @param sendings how often that was begun
   * @param doneAt when it had done it; empty while that is not known
   * @param expected its figure once it has set aside all that it was told; empty when that is not
   *     known
   * @param figure its figure when the routes changed; empty before that
   */
  record Told(
      String reference,
      String source,
      String sku,
      long units,
      int sendings,
      Optional<Instant> doneAt,
      OptionalLong expected,
      OptionalLong figure) {}

  /** What sources were told in a rollback, by SKU. */
  List<Told> told(long rollBack, int most);
}
