package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final HttpAnswer PRODUCT =
      new HttpAnswer(
          200,
          "{\"sku\":\"A\",\"sequence\":7,\"batches\":["
              + "{\"batchref\":\"b\",\"qty\":9,\"allocated\":6,\"available\":3},"
              + "{\"batchref\":\"c\",\"qty\":4,\"allocated\":0,\"available\":4}]}");

  private static HttpAnswer availability(int status, int total, int sequence) {
    return new HttpAnswer(
        status,
        "{\"sku\":\"A\",\"in_stock\":3,\"total\":%d,\"sequence\":%d}".formatted(total, sequence));
  }

  @Test
  void sequence_and_free_units_must_be_the_same() {
    assertTrue(Agreement.agree(availability(200, 7, 7), PRODUCT));
    assertFalse(Agreement.agree(availability(200, 7, 6), PRODUCT));
    assertFalse(Agreement.agree(availability(200, 8, 7), PRODUCT));
    assertFalse(Agreement.agree(availability(503, 7, 7), PRODUCT));
  }

  @Test
  void made_up_products_come_one_by_one_and_in_pages() throws IOException {
    try (MadeUpProducts products = new MadeUpProducts(5);
        HttpConnection connection = new HttpConnection(products.port())) {
      HttpAnswer one = connection.ask(HttpConnection.get("/products/made-up-1000001"));
      HttpAnswer page = connection.ask(HttpConnection.get("/products?limit=3"));
      HttpAnswer last =
          connection.ask(HttpConnection.get("/products?limit=3&after=made-up-1000002"));

      assertEquals(3, one.number("sequence"));
      assertEquals(6_000_000, one.sum("available"));
      assertTrue(page.body().endsWith("\"next\":\"made-up-1000002\"}"), page.body());
      assertTrue(last.body().endsWith("]}"), last.body());
      assertEquals(2 + 3, last.sum("sequence"));
    }
  }

  @Test
  void a_sample_reaches_from_the_first_to_the_last() {
    Questions questions = new Questions("/availability/made-up-", 1_000_000, 1_000_000);

    assertEquals(List.of(1_000_000, 1_499_999, 1_999_999), questions.sample(3));
    assertEquals(List.of(0, 1), new Questions("", 0, 2).sample(3));
  }
}
