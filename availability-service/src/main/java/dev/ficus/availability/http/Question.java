package dev.ficus.availability.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.availability.delivery.Destination;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.stock.Identifier;
import dev.ficus.availability.stock.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is asked; whatever is wrong with it is named. */
final class Question {

  private static final int MOST_ITEMS = 500;

  private Question() {}

  /**
   * Units wanted of a SKU.
   *
   * @param name what the item is called in the question
   * @param qty 1 to 2147483647
   */
  record Item(String name, String sku, int qty) {}

  /**
   * Several items for one place.
   *
   * @param to or {@code null} for the warehouse
   */
  record BasketQuestion(List<Item> items, Destination to) {}

  /**
   * @param given all that was given: of two, none is meant more than the other
   */
  static int quantity(List<String> given) {
    if (given.isEmpty()) {
      return 1;
    }
    if (given.size() > 1) {
      throw noQuantity("qty");
    }
    return quantity("qty", WholeNumber.of(given.get(0)));
  }

  /**
   * @return {@code null} when none was given
   */
  static Destination destination(List<String> given) {
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() > 1) {
      throw Problem.malformed("to", "to must be one destination");
    }
    return destination(given.get(0));
  }

  private static Destination destination(String text) {
    ParseResult<Destination> reading = Destination.read(text);
    if (reading instanceof ParseResult.Parsed<Destination> read) {
      return read.value();
    }
    throw Problem.malformed("to", "to " + ((ParseResult.Refused<Destination>) reading).reason());
  }

  /** Unknown keys are ignored. */
  static BasketQuestion basket(JsonNode body) {
    JsonNode asked = body.path("items");
    if (!asked.isArray() || asked.isEmpty() || asked.size() > MOST_ITEMS) {
      throw Problem.malformed("items", "items must be an array of 1 to " + MOST_ITEMS + " items");
    }
    List<Item> items = new ArrayList<>();
    for (JsonNode item : asked) {
      items.add(item("items[" + items.size() + "]", item));
    }
    return new BasketQuestion(items, destination(body.path("to")));
  }

  private static Item item(String name, JsonNode item) {
    String sku = item.path("sku").textValue();
    if (!Identifier.isOne(sku)) {
      throw Problem.malformed(
          name + ".sku", "a SKU is a text of 1 to 255 bytes without control characters");
    }
    JsonNode qty = item.path("qty");
    if (qty.isMissingNode()) {
      return new Item(name, sku, 1);
    }
    Optional<Long> number = qty.isNumber() ? WholeNumber.of(qty.decimalValue()) : Optional.empty();
    return new Item(name, sku, quantity(name + ".qty", number));
  }

  private static int quantity(String field, Optional<Long> number) {
    return number
        .filter(each -> each >= 1 && each <= Integer.MAX_VALUE)
        .map(Long::intValue)
        .orElseThrow(() -> noQuantity(field));
  }

  private static Destination destination(JsonNode to) {
    if (to.isMissingNode() || to.isNull()) {
      return null;
    }
    if (!to.isTextual()) {
      throw Problem.malformed("to", "to must be a text such as GB-SW1A");
    }
    return destination(to.textValue());
  }

  private static Problem.Occurred noQuantity(String field) {
    return Problem.malformed(
        field, field + " must be a whole number from 1 to " + Integer.MAX_VALUE);
  }
}
