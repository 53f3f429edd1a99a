package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderNumber;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

@ApplicationScoped
class LineRows implements PanacheRepositoryBase<LineRow, LineRow.Key> {

  List<LineRow> of(OrderNumber order) {
    return list(
        "key.shop = ?1 and key.number = ?2",
        Sort.by("key.sku", "key.lineid"),
        order.shop(),
        order.number());
  }

  /**
   * One statement for all lines. The revision is part of the condition, so a line that has moved on
   * is not taken for confirmed.
   */
  void confirm(OrderNumber order, List<LedgerLine> lines) {
    getEntityManager()
        .createNativeQuery(
            "update ledger_line as line set confirmed = true"
                + " from unnest(:skus, :lineids, :revisions) as sent (sku, lineid, revision)"
                + " where line.shop = :shop and line.number = :number"
                + " and line.sku = sent.sku and line.lineid = sent.lineid"
                + " and line.revision = sent.revision")
        .setParameter("skus", lines.stream().map(line -> line.key().sku()).toArray(String[]::new))
        .setParameter(
            "lineids", lines.stream().map(line -> line.key().lineid()).toArray(String[]::new))
        .setParameter("revisions", lines.stream().map(LedgerLine::revision).toArray(Integer[]::new))
        .setParameter("shop", order.shop())
        .setParameter("number", order.number())
        .executeUpdate();
  }

  /** The orders that have waited longest for a confirmation. */
  List<OrderNumber> ordersWaitingSince(Instant unchangedSince, int most) {
    return getEntityManager()
        .createQuery(
            "select l.key.shop, l.key.number from LineRow l"
                + " where not l.confirmed and l.changedAt < :since"
                + " group by l.key.shop, l.key.number order by min(l.changedAt)",
            Object[].class)
        .setParameter("since", unchangedSince)
        .setMaxResults(most)
        .getResultStream()
        .map(row -> new OrderNumber((String) row[0], (String) row[1]))
        .toList();
  }
}
