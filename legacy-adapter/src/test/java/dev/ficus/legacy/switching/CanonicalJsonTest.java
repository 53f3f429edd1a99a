package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @Test
  void members_are_sorted_and_nothing_stands_between() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("b", List.of(1, -2L, List.of(), Map.of()));
    members.put("a", Map.of("z", 9_007_199_254_740_991L, "A", "text"));
    members.put("_", "");
    assertEquals(
        "{\"_\":\"\",\"a\":{\"A\":\"text\",\"z\":9007199254740991},\"b\":[1,-2,[],{}]}",
        CanonicalJson.of(members));
  }

  @Test
  void characters_are_as_they_are_but_for_those_that_json_forbids() {
    assertEquals(
        "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f é€😀\u2028\"}",
        CanonicalJson.of(Map.of("a", "\"\\/\b\f\n\r\t\u0000\u001f\u007f é€😀\u2028")));
  }

  @Test
  void half_of_a_pair_of_surrogates_is_replaced() {
    assertEquals("{\"a\":\"x?y\"}", CanonicalJson.of(Map.of("a", "x\ud83dy")));
  }

  @Test
  void what_others_may_write_in_another_way_has_no_form() {
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(Map.of("a", 0.1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"a\":nothing}"})
  void what_is_no_object_is_not_read(String text) {
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.read(text));
  }

  @Property(tries = 300)
  void what_was_written_is_read_and_written_alike(@ForAll("members") Map<String, Object> members) {
    String text = CanonicalJson.of(members);
    assertEquals(members, CanonicalJson.read(text));
    assertEquals(text, CanonicalJson.of(CanonicalJson.read(text)));
  }

  @Property(tries = 300)
  void the_order_in_which_members_were_put_does_not_count(
      @ForAll("members") Map<String, Object> members) {
    List<Map.Entry<String, Object>> other = new ArrayList<>(members.entrySet());
    Collections.reverse(other);
    Map<String, Object> reversed = new LinkedHashMap<>();
    other.forEach(each -> reversed.put(each.getKey(), each.getValue()));
    assertEquals(CanonicalJson.of(members), CanonicalJson.of(reversed));
  }

  @Provide
  Arbitrary<Map<String, Object>> members() {
    Arbitrary<Object> value =
        Arbitraries.lazyOf(
            () -> Arbitraries.integers().map(each -> (Object) each),
            () -> texts().map(each -> (Object) each),
            () -> texts().list().ofMaxSize(3).map(each -> (Object) each),
            () -> Arbitraries.maps(names(), texts()).ofMaxSize(3).map(each -> (Object) each));
    return Arbitraries.maps(names(), value).ofMaxSize(5);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('A', 'z').ofMinLength(1).ofMaxLength(8);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.of(
            "", "a", "\u0000", "\u001f", "\"", "\\", "\n", "/", "é", "€", "😀", "\ufffd", "\u2028")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }
}
