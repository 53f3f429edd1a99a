package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
  private static final Map<String, Object> ROW = row();

  @Test
  void a_span_of_time_holds_both_ends() throws ApiFault {
    passes(true, Map.of("updated_at", Map.of("from", "2010-12-01 08:26:00")));
    passes(false, Map.of("updated_at", Map.of("from", "2010-12-01 08:26:01")));
    passes(true, Map.of("updated_at", Map.of("to", "2010-12-01 08:26:00")));
    passes(false, Map.of("updated_at", Map.of("from", "2010-12-01", "to", "2010-12-01")));
    passes(true, Map.of("updated_at", Map.of("from", "2010-12-01", "datetime", true)));
  }

  @Test
  void every_other_condition_is_alone() throws ApiFault {
    passes(true, Map.of("status", "Processing"));
    passes(false, Map.of("status", Map.of("neq", "processing")));
    passes(true, Map.of("status", Map.of("in", List.of("complete", "processing"))));
    passes(true, Map.of("status", Map.of("in", "complete,processing")));
    passes(false, Map.of("status", Map.of("nin", List.of("processing"))));
    passes(true, Map.of("status", Map.of("like", "proc%ng")));
    passes(false, Map.of("status", Map.of("nlike", "p_ocessing")));
    passes(true, Map.of("grand_total", Map.of("gt", "9.5")));
    passes(false, Map.of("grand_total", Map.of("lteq", 9)));
    passes(true, Map.of("coupon_code", Map.of("null", true)));
    passes(false, Map.of("coupon_code", Map.of("notnull", true)));
  }

  @Test
  void of_a_list_of_conditions_one_must_hold() throws ApiFault {
    passes(true, Map.of("status", List.of(Map.of("eq", "complete"), Map.of("like", "proc%"))));
    passes(false, Map.of("status", List.of(Map.of("eq", "complete"), "canceled")));
  }

  @Test
  void the_later_shape_is_understood() throws ApiFault {
    Object from = pair("updated_at", pair("from", "2010-12-01"));
    Object to = pair("updated_at", pair("to", "2010-12-02"));
    Object early = pair("updated_at", pair("to", "2010-11-02"));
    passes(true, Map.of("complex_filter", List.of(from, to)));
    passes(false, Map.of("complex_filter", List.of(from, early)));
    passes(false, Map.of("filter", List.of(pair("status", "complete"))));
  }

  @Test
  void what_is_no_struct_filters_nothing() throws ApiFault {
    passes(true, null);
    passes(true, List.of());
    passes(true, "updated_at");
  }

  @Test
  void a_column_that_is_not_there_is_an_internal_error() {
    ApiFault fault =
        assertThrows(ApiFault.class, () -> Filters.of(Map.of("colour", "red"), ROW.keySet()));
    assertEquals(1, fault.code());
  }

  private static Object pair(String key, Object value) {
    return Map.of("key", key, "value", value);
  }

  private static void passes(boolean expected, Object filters) throws ApiFault {
    Set<String> columns = ROW.keySet();
    assertEquals(expected, Filters.of(filters, columns).pass(ROW::get), String.valueOf(filters));
  }

  private static Map<String, Object> row() {
    Map<String, Object> row = new HashMap<>();
    row.put("updated_at", "2010-12-01 08:26:00");
    row.put("status", "processing");
    row.put("grand_total", new BigDecimal("10.0000"));
    row.put("coupon_code", null);
    return row;
  }
}
