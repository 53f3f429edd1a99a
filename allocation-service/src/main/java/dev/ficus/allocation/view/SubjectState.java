package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The state of what an event is about, before or after the event: a line, a batch, or the product
 * as a whole. What the event does not touch is absent.
 *
 * @param state of a line: allocated, deallocated, backordered, cancelled or despatched; of a
 *     product: in_stock or out_of_stock, open or closed
 * @param qty wanted units of a line, purchased ones of a batch
 * @param batchref the batch that holds the line's units
 * @param eta the day the batch is expected; absent when it is in the warehouse
 * @param available free units of the batch that the event is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubjectState(
    String state, Integer qty, String batchref, String eta, Integer available) {
  private static final Map<String, String> LINE_STATES =
      Map.of(
          "line_allocated", "allocated",
          "line_deallocated", "deallocated",
          "line_backordered", "backordered",
          "backorder_cancelled", "cancelled",
          "line_despatched", "despatched");

  static SubjectState after(String type, JsonNode data) {
    return switch (type) {
      case "batch_created" -> batch(data, text(data, "eta"), number(data, "available"));
      case "batch_quantity_changed" -> batch(data, null, number(data, "available"));
      case "batch_eta_changed" -> new SubjectState(null, null, null, text(data, "eta"), null);
      case "out_of_stock" -> state("out_of_stock");
      case "back_in_stock" -> state("in_stock");
      case "product_opened" -> state("open");
      case "product_closed" -> state("closed");
      default -> line(type, data, number(data, "available"));
    };
  }

  /**
   * @param earlier the event before this one about the same line, the same batch's quantity or the
   *     product being open, or null when there is none
   */
  static SubjectState before(String type, JsonNode data, String earlierType, JsonNode earlier) {
    return switch (type) {
      case "batch_created" -> null;
      case "batch_quantity_changed" ->
          earlier == null
              ? null
              : batch(
                  earlier,
                  null,
                  number(data, "available") - number(data, "qty") + number(earlier, "qty"));
      case "batch_eta_changed" ->
          new SubjectState(null, null, null, text(data, "previous_eta"), null);
      case "out_of_stock" -> state("in_stock");
      case "back_in_stock" -> state("out_of_stock");
      case "product_opened", "product_closed" ->
          earlier == null ? null : after(earlierType, earlier);
      case "line_deallocated" ->
          line("line_allocated", data, number(data, "available") - number(data, "qty"));
      case "line_despatched" -> line("line_allocated", data, null);
      case "line_allocated" -> {
        int available = number(data, "available") + number(data, "qty");
        yield earlier == null
            ? new SubjectState(null, null, null, null, available)
            : line(earlierType, earlier, available);
      }
      default -> earlier == null ? null : line(earlierType, earlier, null);
    };
  }

  private static SubjectState batch(JsonNode data, String eta, Integer available) {
    return new SubjectState(null, number(data, "qty"), null, eta, available);
  }

  /** A line that is not allocated or despatched is in no batch. */
  private static SubjectState line(String type, JsonNode data, Integer available) {
    boolean held = type.equals("line_allocated") || type.equals("line_despatched");
    return new SubjectState(
        LINE_STATES.get(type),
        number(data, "qty"),
        held ? text(data, "batchref") : null,
        null,
        available);
  }

  private static SubjectState state(String state) {
    return new SubjectState(state, null, null, null, null);
  }

  private static String text(JsonNode data, String name) {
    return data.hasNonNull(name) ? data.get(name).textValue() : null;
  }

  private static Integer number(JsonNode data, String name) {
    return data.hasNonNull(name) ? data.get(name).intValue() : null;
  }
}
