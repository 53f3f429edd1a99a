package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  @TempDir Path folder;

  @Test
  void columns_are_known_by_their_names() throws IOException {
    Path file = write("note,qty,sku,order_id\n\"a, b\",6,RUG,1\n");
    assertEquals(new Feed.Row(1, "1", "RUG", "6"), Feed.read(file).get(0));
  }

  @Test
  void a_file_that_cannot_be_used_is_named_with_the_reason() throws IOException {
    assertReason("it has no column sku", "order_id,qty\n");
    assertReason("it has no rows", "order_id,sku,qty\n");
    assertReason("row 2 has not as many columns as the first", "order_id,sku,qty\n1,A,1\n1,A\n");
    assertReason("row 1 has no order_id that could be one", "order_id,sku,qty\n ,A,1\n");
    assertReason("row 1 has control characters in its sku", "order_id,sku,qty\n1,\"A\nB\",1\n");
  }

  @Test
  void a_file_that_is_missing_or_no_text_is_named() throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertEquals(
        "cannot use the orders in %s: there is no such file".formatted(missing),
        messageFor(missing));
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "order_id,sku,qty\n1,É,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(messageFor(latin).endsWith("it is not UTF-8"));
  }

  private void assertReason(String reason, String text) throws IOException {
    Path file = write(text);
    assertEquals("cannot use the orders in %s: %s".formatted(file, reason), messageFor(file));
  }

  private static String messageFor(Path file) {
    return assertThrows(DemoException.class, () -> Feed.read(file)).getMessage();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("orders.csv"), text);
  }
}
