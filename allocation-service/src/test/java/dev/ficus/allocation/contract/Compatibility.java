package dev.ficus.allocation.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.ficus.allocation.contract.Contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether those who were built on a released contract can live with the present one. What is sent
 * must be valid for who reads it: an event of today for the reader of then, a command of then for
 * us today. So one schema must lie within the other; a field that was promised may not go.
 */
final class Compatibility {
  private static final Set<String> FOR_PEOPLE =
      Set.of("$schema", "$id", "title", "description", "examples", "deprecated", "$comment");

  /** Keywords that are compared by their meaning; any other has to stay as it is. */
  private static final Set<String> COMPARED =
      Set.of("properties", "required", "additionalProperties", "items", "type", "enum");

  private static final Set<String> LOWER_BOUNDS =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
  private static final Set<String> UPPER_BOUNDS =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

  /** What only takes away when it is there: no pattern allows all that a pattern does. */
  private static final Set<String> RESTRICTIONS = Set.of("format", "pattern", "const");

  private final String message;
  private final boolean isCommand;
  private final List<String> breaks = new ArrayList<>();

  private Compatibility(String message, boolean isCommand) {
    this.message = message;
    this.isCommand = isCommand;
  }

  /** What breaks, each with message and field; empty when nothing does. */
  static List<String> breaks(Contract released, Contract present) {
    List<String> breaks = new ArrayList<>();
    released
        .messages()
        .forEach((name, then) -> breaks.addAll(breaks(name, then, present.messages().get(name))));
    return breaks;
  }

  private static List<String> breaks(String name, Message then, Message now) {
    Compatibility check = new Compatibility(name, then.isCommand());
    if (now == null) {
      check.report("", "is gone");
    } else if (!then.exchange().equals(now.exchange())
        || !then.key().equals(now.key())
        || then.isCommand() != now.isCommand()) {
      check.report("", "went elsewhere");
    } else {
      check.compare("headers", then.headers(), now.headers());
      check.compare("", then.payload(), now.payload());
    }
    return check.breaks;
  }

  private void compare(String field, JsonNode released, JsonNode present) {
    JsonNode inner = isCommand ? released : present;
    JsonNode outer = isCommand ? present : released;
    if (outer.equals(BooleanNode.FALSE) && !inner.equals(BooleanNode.FALSE)) {
      report(field, isCommand ? "is refused now" : "was never to be and may be now");
    }
    if (inner.equals(BooleanNode.FALSE) || outer.isBoolean()) {
      return;
    }
    if (!typesLie(inner.path("type"), outer.path("type"))) {
      changed(field, "type", released, present);
    }
    if (outer.has("enum") && !texts(outer.get("enum")).containsAll(choices(inner))) {
      changed(field, "enum", released, present);
    }
    required(field, inner.path("required"), outer.path("required"));
    properties(field, released.path("properties"), present.path("properties"));
    additional(field, released, present);
    if (released.has("items") || present.has("items")) {
      compare(field + "[]", orAnything(released.get("items")), orAnything(present.get("items")));
    }
    Set<String> keywords = new TreeSet<>();
    inner.fieldNames().forEachRemaining(keywords::add);
    outer.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(FOR_PEOPLE);
    keywords.removeAll(COMPARED);
    for (String keyword : keywords) {
      if (!lies(keyword, inner.path(keyword), outer.path(keyword))) {
        changed(field, keyword, released, present);
      }
    }
  }

  private static boolean lies(String keyword, JsonNode inner, JsonNode outer) {
    if (inner.equals(outer)) {
      return true;
    }
    if (RESTRICTIONS.contains(keyword)) {
      return outer.isMissingNode();
    }
    boolean isLower = LOWER_BOUNDS.contains(keyword);
    if (isLower || UPPER_BOUNDS.contains(keyword)) {
      if (inner.isMissingNode() || outer.isMissingNode()) {
        return outer.isMissingNode();
      }
      int difference = inner.decimalValue().compareTo(outer.decimalValue());
      return isLower ? difference >= 0 : difference <= 0;
    }
    return false;
  }

  private static boolean typesLie(JsonNode inner, JsonNode outer) {
    Set<String> allowed = texts(outer);
    if (allowed.contains("number")) {
      allowed.add("integer");
    }
    return outer.isMissingNode() || !inner.isMissingNode() && allowed.containsAll(texts(inner));
  }

  /** The values a schema names; one that no list holds when it names none. */
  private static Set<String> choices(JsonNode schema) {
    JsonNode named = schema.has("enum") ? schema.get("enum") : schema.path("const");
    return named.isMissingNode() ? Set.of("") : texts(named);
  }

  private void required(String field, JsonNode inner, JsonNode outer) {
    Set<String> missing = texts(outer);
    missing.removeAll(texts(inner));
    for (String name : missing) {
      report(inside(field, name), isCommand ? "is required now" : "is no longer required");
    }
  }

  private void properties(String field, JsonNode released, JsonNode present) {
    for (Map.Entry<String, JsonNode> property : released.properties()) {
      String name = inside(field, property.getKey());
      if (present.has(property.getKey())) {
        compare(name, property.getValue(), present.get(property.getKey()));
      } else {
        report(name, "is gone");
      }
    }
  }

  /**
   * A new field of an event must have been allowed for. A new field of a command may have been sent
   * before, and ignored; that nobody did is taken for granted.
   */
  private void additional(String field, JsonNode released, JsonNode present) {
    JsonNode then = orAnything(released.get("additionalProperties"));
    JsonNode now = orAnything(present.get("additionalProperties"));
    compare(inside(field, "additionalProperties"), then, now);
    if (!isCommand && !then.equals(BooleanNode.TRUE)) {
      for (Map.Entry<String, JsonNode> property : present.path("properties").properties()) {
        if (!released.path("properties").has(property.getKey())) {
          compare(inside(field, property.getKey()), then, property.getValue());
        }
      }
    }
  }

  private void changed(String field, String keyword, JsonNode released, JsonNode present) {
    report(
        field,
        "%s was %s and is %s"
            .formatted(keyword, shown(released, keyword), shown(present, keyword)));
  }

  private void report(String field, String what) {
    breaks.add((field.isEmpty() ? message : message + ", " + field) + ": " + what);
  }

  private static String inside(String field, String name) {
    return field.isEmpty() ? name : field + "." + name;
  }

  private static JsonNode orAnything(JsonNode schema) {
    return schema == null ? BooleanNode.TRUE : schema;
  }

  private static Object shown(JsonNode schema, String keyword) {
    return schema.has(keyword) ? schema.get(keyword) : "absent";
  }

  private static Set<String> texts(JsonNode node) {
    Set<String> texts = new TreeSet<>();
    if (node.isValueNode()) {
      texts.add(node.asText());
    }
    node.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
