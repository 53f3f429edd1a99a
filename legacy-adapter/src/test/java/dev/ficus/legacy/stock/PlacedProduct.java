package dev.ficus.legacy.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Product of allocation-service, as far as the monolith's stock notices it: lines by name, ours and
 * those of other teams, each whole in one batch or in none. A command that a closed product does
 * not take waits until it is opened.
 */
final class PlacedProduct {

  private final List<String> batches;
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Map<String, ModelLine> lines = new LinkedHashMap<>();
  private final List<WaitingCommand> waiting = new ArrayList<>();
  private boolean closed = true;
  private long sequence;

  private static final class ModelLine {
    private int wanted;
    private long revision;
    private String batch;
    private boolean despatched;
    private long takenAt;

    private boolean isIn(String which) {
      return which.equals(batch);
    }

    private boolean isCancelled() {
      return wanted == 0;
    }
  }

  private record WaitingCommand(String line, int units, long revision) {}

  /**
   * @param batches in the order in which lines are put into them
   */
  PlacedProduct(List<String> batches) {
    this.batches = batches;
    batches.forEach(batch -> sizes.put(batch, 0));
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Backordered lines are served before what waits. */
  void open() {
    closed = false;
    serveBackorders();
    List<WaitingCommand> taken = List.copyOf(waiting);
    waiting.clear();
    taken.forEach(each -> want(each.line(), each.units(), each.revision()));
  }

  /** Has a line want so many units; none when it is cancelled. */
  void want(String name, int units, long revision) {
    ModelLine line = lines.computeIfAbsent(name, any -> new ModelLine());
    if (revision <= line.revision || line.despatched) {
      return;
    }
    if (closed && units > line.wanted) {
      waiting.add(new WaitingCommand(name, units, revision));
      return;
    }
    String before = line.batch;
    line.batch = null;
    line.wanted = units;
    line.revision = revision;
    if (units > 0) {
      place(line, closed ? Optional.ofNullable(before) : roomFor(units));
    }
    if (before != null) {
      serveBackorders();
    }
  }

  private Optional<String> roomFor(int units) {
    return batches.stream().filter(batch -> free(batch) >= units).findFirst();
  }

  private void place(ModelLine line, Optional<String> batch) {
    line.batch = batch.orElse(null);
    line.takenAt = ++sequence;
  }

  private void serveBackorders() {
    if (!closed) {
      lines.values().stream()
          .filter(line -> !line.isCancelled() && line.batch == null)
          .forEach(
              line -> roomFor(line.wanted).ifPresent(batch -> place(line, Optional.of(batch))));
    }
  }

  /**
   * Has a line leave that holds all that it wants.
   *
   * @return the batch whose units have left; empty when it stays
   */
  Optional<String> despatch(String name, long revision) {
    ModelLine line = lines.get(name);
    line.despatched = true;
    line.revision = revision;
    return Optional.of(line.batch);
  }

  /** Whether the line holds so many units, of which none has left, and nothing about it waits. */
  boolean holds(String name, int units) {
    ModelLine line = lines.get(name);
    return line != null
        && line.batch != null
        && line.wanted == units
        && !line.despatched
        && waiting.stream()
            .noneMatch(each -> each.line().equals(name) && each.revision() > line.revision);
  }

  int wanted(String name) {
    return lines.get(name).wanted;
  }

  String batch(String name) {
    return lines.get(name).batch;
  }

  /**
   * Sets how many units a batch has. When there are too few for what lines hold, the newest give
   * theirs up. What has left stays: such a command is parked, and whoever looks after it takes out
   * all that is still there.
   */
  void size(String batch, int units) {
    int atLeast = Math.max(units, left(batch));
    List<ModelLine> newestFirst =
        lines.values().stream()
            .filter(line -> line.isIn(batch) && !line.despatched)
            .sorted(Comparator.comparing((ModelLine line) -> line.takenAt).reversed())
            .toList();
    for (ModelLine line : newestFirst) {
      if (held(batch) > atLeast) {
        line.batch = null;
      }
    }
    sizes.put(batch, atLeast);
    serveBackorders();
  }

  int units(String batch) {
    return sizes.get(batch);
  }

  int free(String batch) {
    return units(batch) - held(batch);
  }

  /** Units of a batch that lines hold, or have left with. */
  int held(String batch) {
    return held(batch, line -> true);
  }

  /** Units of a batch that lines hold and that are still there. */
  int open(String batch) {
    return held(batch, line -> !line.despatched);
  }

  /** Units of a batch that have left for lines. */
  int left(String batch) {
    return held(batch) - open(batch);
  }

  /** Units of a batch that lines of these names hold, or have left with. */
  int heldBy(String batch, Predicate<String> names) {
    return lines.entrySet().stream()
        .filter(each -> names.test(each.getKey()) && each.getValue().isIn(batch))
        .mapToInt(each -> each.getValue().wanted)
        .sum();
  }

  private int held(String batch, Predicate<ModelLine> which) {
    return lines.values().stream()
        .filter(line -> line.isIn(batch) && which.test(line))
        .mapToInt(line -> line.wanted)
        .sum();
  }
}
