package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ficus.legacy.order.LineKey;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void a_name_makes_the_uuid_the_standard_gives_as_its_example() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
        NameUuid.of(dns, "www.example.com"));
  }

  @Test
  void the_same_command_always_has_the_same_message_id() {
    LineKey line = new LineKey("85123A", "1");
    assertEquals(
        UUID.fromString("3661b346-1253-53b9-87e5-ebafc9509a83"),
        new Command.Allocate("shop:536365", line, 6, 1).messageId());
    assertEquals(
        new Command.Deallocate("shop:536365", line, "order_cancelled", 2).messageId(),
        new Command.Deallocate("shop:536365", line, "line_removed", 2).messageId());
  }

  @Test
  void each_command_about_a_batch_has_a_message_id_of_its_own() {
    Command created = new Command.CreateBatch("M1", "A", 5, Optional.empty());
    assertEquals(
        created.messageId(), new Command.CreateBatch("M1", "A", 5, Optional.empty()).messageId());
    assertNotEquals(
        created.messageId(), new Command.CreateBatch("M2", "A", 5, Optional.empty()).messageId());
    assertNotEquals(
        new Command.ChangeBatchQuantity("M1", "A", 3, 2).messageId(),
        new Command.ChangeBatchQuantity("M1", "A", 5, 3).messageId());
    assertNotEquals(
        new Command.ChangeBatchQuantity("M1", "A", 3, 2).messageId(),
        new Command.ChangeBatchEta("M1", "A", Optional.empty(), 2).messageId());
  }

  @Test
  void another_line_command_or_revision_has_another_message_id() {
    UUID id = new Command.Allocate("shop:1", new LineKey("A", ""), 1, 1).messageId();
    assertNotEquals(id, new Command.Allocate("shop:2", new LineKey("A", ""), 1, 1).messageId());
    assertNotEquals(id, new Command.Allocate("shop:1", new LineKey("B", ""), 1, 1).messageId());
    assertNotEquals(id, new Command.Allocate("shop:1", new LineKey("A", "2"), 1, 1).messageId());
    assertNotEquals(id, new Command.Allocate("shop:1", new LineKey("A", ""), 1, 2).messageId());
    assertNotEquals(id, new Command.Deallocate("shop:1", new LineKey("A", ""), "x", 1).messageId());
  }
}
