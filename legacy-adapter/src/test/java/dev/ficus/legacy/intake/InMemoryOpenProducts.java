package dev.ficus.legacy.intake;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fake of the products that are to be open or closed: it remembers as the database does. */
public final class InMemoryOpenProducts implements OpenProducts {

  private final Map<String, OpennessRow> rows = new TreeMap<>();

  private record OpennessRow(Openness product, boolean confirmed, Instant changedAt) {}

  /** A route, or the first stock of a SKU, has this effect. */
  public synchronized void put(Openness product) {
    OpennessRow before = rows.get(product.sku());
    if (before == null || before.product().revision() < product.revision()) {
      rows.put(product.sku(), new OpennessRow(product, false, Instant.now()));
    }
  }

  @Override
  public synchronized List<Openness> unconfirmed(Collection<String> skus) {
    return rows.values().stream()
        .filter(row -> !row.confirmed() && skus.contains(row.product().sku()))
        .map(OpennessRow::product)
        .toList();
  }

  @Override
  public synchronized List<Openness> unconfirmedSince(Instant unchangedSince, int most) {
    return rows.values().stream()
        .filter(row -> !row.confirmed() && row.changedAt().isBefore(unchangedSince))
        .sorted(Comparator.comparing(OpennessRow::changedAt))
        .limit(most)
        .map(OpennessRow::product)
        .toList();
  }

  @Override
  public synchronized void confirm(List<Openness> products) {
    for (Openness product : products) {
      rows.computeIfPresent(
          product.sku(),
          (sku, row) ->
              row.product().revision() == product.revision()
                  ? new OpennessRow(row.product(), true, row.changedAt())
                  : row);
    }
  }
}
