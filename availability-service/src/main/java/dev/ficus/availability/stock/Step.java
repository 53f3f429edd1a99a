package dev.ficus.availability.stock;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * From a day on, this much can be had.
 *
 * @param from the calendar day; today for what is in the warehouse
 * @param available units in all batches that are there by then, summed up
 * @param largest units in the largest single one of them: a line is never split, so no line larger
 *     than this finds room
 */
public record Step(LocalDate from, long available, int largest) {

  /**
   * One step per day on which units are added; overdue batches have no day and add to none.
   *
   * @param batches in the order in which allocation tries them
   */
  static List<Step> steps(List<Batch> batches, LocalDate today) {
    List<Step> steps = new ArrayList<>();
    long available = 0;
    int largest = 0;
    // In allocation's order, which is by day.
    for (Batch batch : batches) {
      LocalDate day = batch.from(today).orElse(null);
      if (batch.available() == 0 || day == null) {
        continue;
      }
      available += batch.available();
      largest = Math.max(largest, batch.available());
      Step step = new Step(day, available, largest);
      int last = steps.size() - 1;
      if (last >= 0 && steps.get(last).from().equals(day)) {
        steps.set(last, step);
      } else {
        steps.add(step);
      }
    }
    return List.copyOf(steps);
  }
}
