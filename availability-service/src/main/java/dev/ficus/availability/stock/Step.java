package dev.ficus.availability.stock;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From a day on, this much can be had.
 *
 * @param from the calendar day; today for what is in the warehouse
 * @param available units in all batches that are there by then, summed up
 * @param largest units in the largest single one of them: a line is never split, so no line larger
 *     than this finds room
 */
public record Step(LocalDate from, long available, int largest) {

  /** One step per day on which units are added; overdue batches have no day and add to none. */
  static List<Step> steps(List<Batch> batches, LocalDate today) {
    SortedMap<LocalDate, List<Batch>> byDay = new TreeMap<>();
    for (Batch batch : batches) {
      if (batch.available() > 0) {
        batch
            .from(today)
            .ifPresent(day -> byDay.computeIfAbsent(day, none -> new ArrayList<>()).add(batch));
      }
    }
    List<Step> steps = new ArrayList<>();
    long available = 0;
    int largest = 0;
    for (var day : byDay.entrySet()) {
      for (Batch batch : day.getValue()) {
        available += batch.available();
        largest = Math.max(largest, batch.available());
      }
      steps.add(new Step(day.getKey(), available, largest));
    }
    return List.copyOf(steps);
  }
}
