package dev.ficus.legacy.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A book of stock pushes that is gone with its test. */
public final class InMemoryStockBook implements StockBook {

  private final Clock clock;
  private final Map<String, PushProgress> progress = new ConcurrentHashMap<>();
  private final Map<String, Map<String, FigureRow>> shops = new ConcurrentHashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Set<String> legacy = new HashSet<>();
  private long sendings;

  public InMemoryStockBook(Clock clock) {
    this.clock = clock;
  }

  /** The monolith fulfils this SKU. */
  synchronized void legacy(String sku) {
    legacy.add(sku);
  }

  private static final class FigureRow {
    private Long inStock;
    private Long inShop;
    private Long sending;
    private Instant listedAt;
    private Instant doubtedAt;
    private boolean toTell;

    boolean isOffered() {
      return listedAt != null && inStock != null;
    }
  }

  @Override
  public PushProgress of(String shop) {
    return progress.getOrDefault(
        shop, new PushProgress(0, false, Optional.empty(), Optional.empty()));
  }

  @Override
  public void askComparison(String shop, Instant at) {
    PushProgress now = of(shop);
    progress.put(
        shop, new PushProgress(now.after(), now.paused(), now.comparedAt(), Optional.of(at)));
  }

  @Override
  public void pause(String shop, boolean paused) {
    PushProgress now = of(shop);
    progress.put(
        shop, new PushProgress(now.after(), paused, now.comparedAt(), now.comparisonAskedAt()));
  }

  @Override
  public synchronized void changed(String shop, Map<String, Long> inStock, long after) {
    requireAlone(shop);
    inStock.forEach((sku, units) -> row(shop, sku).inStock = units);
    PushProgress now = of(shop);
    progress.put(
        shop, new PushProgress(after, now.paused(), now.comparedAt(), now.comparisonAskedAt()));
  }

  @Override
  public synchronized List<String> outdated(String shop, long margin) {
    return rows(shop).entrySet().stream()
        .filter(each -> each.getValue().isOffered() && !legacy.contains(each.getKey()))
        .filter(
            each -> {
              FigureRow row = each.getValue();
              return row.inShop == null || row.inShop != Math.max(row.inStock - margin, 0);
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  /** From now on the shop's figures of this SKU are not the monolith's any more. */
  synchronized void takeOver(String sku) {
    legacy.remove(sku);
    shops.values().stream()
        .map(rows -> rows.get(sku))
        .filter(row -> row != null)
        .forEach(
            row -> {
              row.inShop = null;
              row.toTell = true;
            });
  }

  @Override
  public synchronized List<String> toTell(String shop) {
    return rows(shop).entrySet().stream()
        .filter(each -> each.getValue().toTell)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized List<ShopFigure> figures(String shop, Collection<String> skus) {
    return rows(shop).entrySet().stream()
        .filter(each -> skus.contains(each.getKey()) && each.getValue().isOffered())
        .filter(each -> !legacy.contains(each.getKey()))
        .map(each -> figure(each.getKey(), each.getValue()))
        .toList();
  }

  private static ShopFigure figure(String sku, FigureRow row) {
    return new ShopFigure(
        sku,
        row.inStock,
        row.inShop == null || row.toTell ? OptionalLong.empty() : OptionalLong.of(row.inShop));
  }

  @Override
  public synchronized long sending(String shop, Collection<String> skus) {
    requireAlone(shop);
    sendings++;
    for (FigureRow row : known(shop, skus)) {
      row.doubtedAt = row.inShop == null ? clock.instant() : row.doubtedAt;
      row.inShop = null;
      row.toTell = false;
      row.sending = sendings;
    }
    return sendings;
  }

  @Override
  public synchronized void taken(String shop, long sending, Map<String, Long> figures) {
    figures.forEach(
        (sku, units) -> {
          FigureRow row = rows(shop).get(sku);
          if (row != null && row.sending != null && row.sending == sending) {
            row.inShop = units;
          }
        });
  }

  @Override
  public synchronized List<String> doubted(String shop, Duration since, int most) {
    return rows(shop).entrySet().stream()
        .filter(each -> isDoubtedFor(each.getValue(), since))
        .sorted(Comparator.comparing(each -> each.getValue().doubtedAt))
        .map(Map.Entry::getKey)
        .limit(most)
        .toList();
  }

  @Override
  public synchronized void settled(String shop, Collection<String> skus, Duration since) {
    requireAlone(shop);
    for (FigureRow row : known(shop, skus)) {
      if (isDoubtedFor(row, since)) {
        row.doubtedAt = null;
      }
    }
  }

  private boolean isDoubtedFor(FigureRow row, Duration since) {
    return row.doubtedAt != null && !row.doubtedAt.isAfter(clock.instant().minus(since));
  }

  @Override
  public synchronized int found(String shop, Instant round, Map<String, Long> figures) {
    requireAlone(shop);
    int otherwise = 0;
    for (Map.Entry<String, Long> figure : figures.entrySet()) {
      FigureRow row = row(shop, figure.getKey());
      boolean ours = !legacy.contains(figure.getKey());
      if (ours && row.inShop != null && !row.inShop.equals(figure.getValue())) {
        otherwise++;
      }
      if (row.inShop == null && row.sending != null) {
        row.doubtedAt = clock.instant();
      }
      row.inShop = figure.getValue();
      row.listedAt = round;
    }
    return otherwise;
  }

  @Override
  public synchronized void compared(String shop, Instant round) {
    requireAlone(shop);
    for (FigureRow row : rows(shop).values()) {
      if (row.listedAt != null && row.listedAt.isBefore(round)) {
        row.listedAt = null;
      }
    }
    PushProgress now = of(shop);
    progress.put(
        shop,
        new PushProgress(now.after(), now.paused(), Optional.of(round), now.comparisonAskedAt()));
  }

  @Override
  public boolean alone(String shop, Runnable work) {
    synchronized (held) {
      if (!held.add(shop)) {
        return false;
      }
    }
    try {
      work.run();
    } finally {
      synchronized (held) {
        held.remove(shop);
      }
    }
    return true;
  }

  private void requireAlone(String shop) {
    synchronized (held) {
      if (!held.contains(shop)) {
        throw new IllegalStateException("nobody is alone with " + shop);
      }
    }
  }

  private Map<String, FigureRow> rows(String shop) {
    return shops.computeIfAbsent(shop, any -> new TreeMap<>());
  }

  private FigureRow row(String shop, String sku) {
    return rows(shop).computeIfAbsent(sku, any -> new FigureRow());
  }

  private List<FigureRow> known(String shop, Collection<String> skus) {
    return new LinkedHashSet<>(skus)
        .stream().filter(rows(shop)::containsKey).map(rows(shop)::get).toList();
  }
}
