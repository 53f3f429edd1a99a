package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  private static final String HEADER =
      "order_id,sku,description,qty,placed_at,unit_price_gbp,country\n";

  @TempDir Path folder;

  @Test
  void lines_of_an_order_come_together_in_the_order_of_its_first() throws IOException {
    List<Order> orders =
        read(
            HEADER
                + "2,A,,1,2010-12-01 08:26:00,2.55,France\n"
                + "1,B,,2,2010-12-01 08:27:00,2.55,France\n"
                + "2,C,,3,2010-12-01 08:28:00,2.55,France\n");
    assertEquals(List.of("2", "1"), orders.stream().map(Order::id).toList());
    assertEquals(List.of("A", "C"), orders.get(0).lines().stream().map(Order.Line::sku).toList());
  }

  @Test
  void quoted_fields_may_hold_commas_quotes_and_line_breaks() throws IOException {
    List<Order> orders =
        read(HEADER + "1,A,\"LARGE, \"\"RED\"\"\nBOX\",1,2010-12-01 08:26:00,2.55,France\n");
    assertEquals("LARGE, \"RED\"\nBOX", orders.get(0).lines().get(0).description());
  }

  @Test
  void what_is_no_such_feed_is_refused_with_the_reason() {
    assertReason(
        "it has no column sku, qty", "order_id,description,placed_at,unit_price_gbp,country\n");
    assertReason("row 1 has 2 columns instead of 7", HEADER + "1,A\n");
  }

  @Test
  void what_is_no_text_is_refused() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(file, (HEADER + "1,É,,,,,\n").getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "it is not UTF-8", assertThrows(IOException.class, () -> Feed.read(file)).getMessage());
  }

  @Test
  void an_order_that_takes_something_back_is_not_ordinary() throws IOException {
    List<Order> orders =
        read(HEADER + "1,A,,1,,,\n" + "1,A,,-1,,,\n" + "2,A,,1,,,\n" + "3,A,,0,,,\n");
    assertEquals(List.of(false, true, false), orders.stream().map(Order::isOrdinary).toList());
  }

  private void assertReason(String reason, String text) {
    assertEquals(reason, assertThrows(IOException.class, () -> read(text)).getMessage());
  }

  private List<Order> read(String text) throws IOException {
    return Feed.read(Files.writeString(folder.resolve("orders.csv"), text));
  }
}
