package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void a_selector_is_a_name_with_its_matchers() {
    assertEquals(
        Set.of("a_total{x=\"1\", y!~\"b|{c}\"}"),
        PromQl.selectors("sum by (x, y) (rate(a_total{x=\"1\", y!~\"b|{c}\"}[5m])) * 60 > 0"));
  }

  @Test
  void functions_labels_ranges_and_words_are_none() {
    assertEquals(
        Set.of("a", "b:c:rate5m", "d"),
        PromQl.selectors(
            """
            max by (job) (a offset 1h) > 0.5
            and on (job) (b:c:rate5m > 3 * 86400)
            unless on (feed) max without (instance) (d) == 1 or vector(0)"""));
  }
}
