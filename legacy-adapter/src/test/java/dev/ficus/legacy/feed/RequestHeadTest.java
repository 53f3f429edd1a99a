package dev.ficus.legacy.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {

  private static final URI UPSTREAM = URI.create("http://shop.example/index.php");

  /**
   * Octets that are no ASCII are written here as the server makes characters of them: one of each.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "route=api/xmlrpc&store=uk route=api/xmlrpc&store=uk",
        "ids[]=1 ids[]=1",
        "name=M%C3%BCller name=M%C3%BCller",
        "name=M\u00C3\u00BCller name=M%C3%BCller",
        "name=M\u00FCller name=M%FCller",
        "price=\u00E2\u0082\u00AC5 price=%E2%82%AC5",
        "off=50%&x=%zz off=50%25&x=%25zz",
        "a={1|2} a=%7B1%7C2%7D",
      })
  void a_query_goes_on_as_the_octets_that_came(String query, String sent) {
    assertEquals("http://shop.example/index.php?" + sent, head("", query).at(UPSTREAM).toString());
  }

  @Test
  void what_lies_beyond_the_path_of_the_feed_goes_on_as_the_octets_that_came() {
    assertEquals(
        "http://shop.example/index.php/K%C3%BCche/x%20y?own=1&a=2",
        head("/K\u00C3\u00BCche/x%20y", "a=2").at(URI.create(UPSTREAM + "?own=1")).toString());
  }

  private static RequestHead head(String beyond, String query) {
    return new RequestHead(beyond, Optional.of(query), Map.of());
  }
}
