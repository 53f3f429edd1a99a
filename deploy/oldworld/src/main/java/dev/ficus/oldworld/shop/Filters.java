package dev.ficus.oldworld.shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Filters as Magento 1 takes them: a struct of columns, each with a value, a struct of conditions
 * ({@code from} and {@code to} together, any other alone) or a list of these, one of which must
 * hold. Text is compared whatever its case, like MySQL does. The shape of the later interface is
 * understood too: {@code filter} and {@code complex_filter}, lists of key and value.
 */
final class Filters {
  private final Map<String, Predicate<Object>> conditions = new LinkedHashMap<>();

  private Filters() {}

  /**
   * @param filters as they came; anything but a struct filters nothing
   * @param columns those there are
   * @throws ApiFault when they name a column there is not, or a condition
   */
  static Filters of(Object filters, Set<String> columns) throws ApiFault {
    Filters read = new Filters();
    for (Map.Entry<String, Object> filter : flat(filters).entrySet()) {
      if (!columns.contains(filter.getKey())) {
        throw ApiFault.internal(
            "SQLSTATE[42S22]: Column not found: 1054 Unknown column '%s' in 'where clause'"
                .formatted(filter.getKey()));
      }
      read.conditions.put(filter.getKey(), condition(filter.getValue()));
    }
    return read;
  }

  /** Whether a row passes, whose columns are asked for by name. */
  boolean pass(Function<String, Object> row) {
    for (Map.Entry<String, Predicate<Object>> condition : conditions.entrySet()) {
      if (!condition.getValue().test(row.apply(condition.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> flat(Object filters) {
    Map<String, Object> flat = new LinkedHashMap<>();
    if (filters instanceof Map<?, ?> members) {
      if (members.get("filter") instanceof List<?> plain) {
        pairs(plain).forEach(pair -> flat.put(text(pair.get("key")), pair.get("value")));
      }
      if (members.get("complex_filter") instanceof List<?> complex) {
        pairs(complex).forEach(pair -> addComplex(flat, pair));
      }
      members.forEach(
          (column, condition) -> {
            if (!column.equals("filter") && !column.equals("complex_filter")) {
              flat.put(text(column), condition);
            }
          });
    }
    return flat;
  }

  private static void addComplex(Map<String, Object> flat, Map<?, ?> pair) {
    if (pair.get("value") instanceof Map<?, ?> condition) {
      Map<String, Object> conditions = new LinkedHashMap<>();
      if (flat.get(text(pair.get("key"))) instanceof Map<?, ?> others) {
        others.forEach((name, value) -> conditions.put(text(name), value));
      }
      conditions.putIfAbsent(text(condition.get("key")), condition.get("value"));
      flat.put(text(pair.get("key")), conditions);
    }
  }

  private static List<Map<?, ?>> pairs(List<?> list) {
    List<Map<?, ?>> pairs = new ArrayList<>();
    for (Object pair : list) {
      if (pair instanceof Map<?, ?> members
          && members.get("key") != null
          && members.get("value") != null) {
        pairs.add(members);
      }
    }
    return pairs;
  }

  private static Predicate<Object> condition(Object condition) throws ApiFault {
    if (condition instanceof List<?> alternatives) {
      List<Predicate<Object>> any = new ArrayList<>();
      for (Object alternative : alternatives) {
        any.add(condition(alternative));
      }
      return value -> any.stream().anyMatch(one -> one.test(value));
    }
    if (!(condition instanceof Map<?, ?> members)) {
      return value -> value != null && compare(value, condition) == 0;
    }
    if (members.containsKey("from") || members.containsKey("to")) {
      Object from = members.get("from");
      Object to = members.get("to");
      return value ->
          value != null
              && (from == null || compare(value, from) >= 0)
              && (to == null || compare(value, to) <= 0);
    }
    for (Map.Entry<?, ?> member : members.entrySet()) {
      Predicate<Object> known = known(text(member.getKey()), member.getValue());
      if (known != null) {
        return known;
      }
    }
    throw ApiFault.internal("SQLSTATE[42000]: Syntax error or access violation: 1064");
  }

  /** A condition by its name in Magento; null where it has none of this name. */
  private static Predicate<Object> known(String name, Object operand) {
    return switch (name) {
      case "eq" -> value -> value != null && compare(value, operand) == 0;
      case "neq" -> value -> value != null && compare(value, operand) != 0;
      case "gt" -> value -> value != null && compare(value, operand) > 0;
      case "lt" -> value -> value != null && compare(value, operand) < 0;
      case "gteq", "moreq" -> value -> value != null && compare(value, operand) >= 0;
      case "lteq" -> value -> value != null && compare(value, operand) <= 0;
      case "null" -> Objects::isNull;
      case "notnull" -> Objects::nonNull;
      case "like" -> like(operand);
      case "nlike" -> value -> value != null && !like(operand).test(value);
      case "in" -> value -> value != null && isAmong(value, operand);
      case "nin" -> value -> value != null && !isAmong(value, operand);
      default -> null;
    };
  }

  private static Predicate<Object> like(Object operand) {
    String expression =
        Arrays.stream(text(operand).split("(?=[%_])|(?<=[%_])"))
            .map(part -> part.equals("%") ? ".*" : part.equals("_") ? "." : Pattern.quote(part))
            .reduce("", String::concat);
    Pattern pattern =
        Pattern.compile(
            expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    return value -> value != null && pattern.matcher(text(value)).matches();
  }

  private static boolean isAmong(Object value, Object operand) {
    List<?> operands =
        operand instanceof List<?> list ? list : Arrays.asList(text(operand).split(","));
    return operands.stream().anyMatch(one -> compare(value, one) == 0);
  }

  private static int compare(Object value, Object operand) {
    if (value instanceof Number) {
      try {
        return new BigDecimal(text(value)).compareTo(new BigDecimal(text(operand).strip()));
      } catch (NumberFormatException noNumber) {
        return text(value).compareTo(text(operand));
      }
    }
    String left = text(value).toLowerCase(Locale.ROOT);
    String right = text(operand).toLowerCase(Locale.ROOT);
    // A day alone is its first second, where the column holds times.
    return left.compareTo(isDay(right) && isTime(left) ? right + " 00:00:00" : right);
  }

  private static boolean isDay(String text) {
    return text.length() == 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
  }

  private static boolean isTime(String text) {
    return text.length() == 19 && text.charAt(10) == ' ' && text.charAt(13) == ':';
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }
}
