package dev.ficus.allocation.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfNoneMatchTest {
  private static final EntityTag TAG = new EntityTag("7");

  @ParameterizedTest
  @ValueSource(
      strings = {"\"7\"", "W/\"7\"", "*", " * ", "\"6\", \"7\"", "\"6\",W/\"7\"", "\"a,b\", \"7\""})
  void a_tag_is_recognised_alone_weak_and_in_a_list(String header) {
    assertTrue(IfNoneMatch.has(List.of(header), TAG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"6\"", "7", "\"77\"", "\"6,7\"", "W/\"6\"", "\"*\""})
  void another_tag_or_no_tag_is_not(String header) {
    assertFalse(IfNoneMatch.has(List.of(header), TAG));
  }

  @Test
  void a_header_that_is_sent_in_several_lines_is_one_list() {
    assertTrue(IfNoneMatch.has(List.of("\"6\"", "\"7\""), TAG));
    assertFalse(IfNoneMatch.has(List.of(), TAG));
  }
}
