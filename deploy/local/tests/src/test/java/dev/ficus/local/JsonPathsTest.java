package dev.ficus.local;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.JsonPaths.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anything;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jayway.jsonpath.PathNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.hamcrest.Matcher;
import org.hamcrest.StringDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathsTest {
  private static final Pattern COMPILED =
      Pattern.compile(
          "\\.body\\(\\s*\"[^\"]*\"\\s*,|\\.(jsonPath|xmlPath)\\(|io\\.restassured\\.path\\."
              + "|(\\.extract\\(\\)|\\bgiven\\(\\)[^;]*)\\s*\\.(<[^()]+>)?path\\(");

  private static final String JSON =
      """
      {"qty": 3, "none": null, "lines": [
        {"sku": "A", "batch": {"eta": "2030-01-01"}},
        {"batch": {}},
        {"sku": "C"}]}
      """;

  @Test
  void a_list_holds_null_for_an_element_that_lacks_what_is_asked_for() {
    assertThat(JSON, at("$.lines[*].sku", contains(is("A"), nullValue(), is("C"))));
    assertThat(JSON, not(at("$.lines[*].sku", contains("A", "C"))));
    assertThat(JSON, not(at("$.lines[*].sku", everyItem(notNullValue()))));
    assertThat(JSON, at("$.lines[*].batch.eta", contains(is("2030-01-01"), nullValue())));
    assertThat(JSON, at("$.lines[?(@.sku == 'C')].batch", contains(nullValue())));
  }

  @Test
  void a_member_that_is_not_there_is_null_and_nothing_is_below_it() {
    assertThat(JSON, at("$.none", nullValue()));
    assertThat(JSON, at("$.promise", nullValue()));
    assertThat(JSON, not(at("$.promise.by", anything())));
    assertThat(JSON, not(at("$.lines[3].sku", anything())));
    assertThrows(PathNotFoundException.class, () -> read(JSON, "$.promise.by"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "qty",
        "{'qty': 3}",
        "{\"qty\": 3",
        "{\"qty\": 3} 4",
        "<html><body>3</body></html>"
      })
  void what_is_not_json_has_no_path(String text) {
    assertThat(text, not(at("$", anything())));
    assertThat(text, not(at("$.qty", anything())));
  }

  @Test
  void what_is_found_is_named_beside_what_was_expected() {
    Matcher<String> four = at("$.qty", is(4));
    StringDescription mismatch = new StringDescription();
    four.describeMismatch(JSON, mismatch);

    assertEquals("$.qty is <4>", StringDescription.asString(four));
    assertEquals("$.qty was <3>", mismatch.toString());
  }

  @Test
  void several_paths_are_read_of_one_text() {
    assertEquals(3L, read(JSON, "$.qty", Long.class));
    assertEquals(Arrays.asList("A", null, "C"), parse(JSON).read("$.lines[*].sku"));
    assertEquals(List.of(), parse(JSON).read("$.lines[?(@.sku == 'B')].batch"));
  }

  @Test
  void no_test_uses_the_paths_of_rest_assured_which_are_compiled() throws IOException {
    assertEquals(List.of(), PatienceTest.found(COMPILED, JsonPathsTest.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "then().body(\"qty\", is(3))",
        "answer.body(\n  \"$\", hasSize(3)",
        "get(\"/x\").jsonPath()",
        "get(\"/x\")\n  .then()\n  .extract()\n  .path(\"qty\")",
        "given().get(\"/x\").<Integer>path(\"qty\")",
        "import io.restassured.path.json.JsonPath;"
      })
  void what_is_compiled_is_seen(String source) {
    assertTrue(COMPILED.matcher(source).find());
  }
}
