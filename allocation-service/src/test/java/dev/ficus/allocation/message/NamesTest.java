package dev.ficus.allocation.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.ChangeBatchEta;
import dev.ficus.allocation.message.Command.ChangeBatchQuantity;
import dev.ficus.allocation.message.Command.CloseProduct;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Command.Despatch;
import dev.ficus.allocation.message.Command.OpenProduct;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NamesTest {

  @Test
  void every_message_is_named_as_its_class_reads() {
    assertEquals("create_batch", Names.of(new CreateBatch("b", "s", 1, null)));
    assertEquals("allocate", Names.of(new Allocate("o", "s", null, 1, 0)));
    assertEquals("deallocate", Names.of(new Deallocate("o", "s", null, null, 0)));
    assertEquals("despatch", Names.of(new Despatch("o", "s", null, 0)));
    assertEquals("open_product", Names.of(new OpenProduct("s", 1)));
    assertEquals("close_product", Names.of(new CloseProduct("s", 1)));
    assertEquals("change_batch_eta", Names.of(new ChangeBatchEta("b", null, null, null)));
    assertEquals("change_batch_quantity", Names.of(new ChangeBatchQuantity("b", null, 1, null)));
    for (Class<?> type : Samples.leaves(Event.class)) {
      Event sample =
          Samples.EVENTS.stream()
              .filter(event -> event.getClass() == type)
              .findFirst()
              .orElseThrow();
      String expected = type.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase();
      assertEquals(expected, Names.of(sample));
    }
  }

  @Test
  void a_wrong_value_is_refused_and_its_field_is_named() {
    refused("qty", () -> new Allocate("o", "s", null, 0, 0));
    refused("qty", () -> new Allocate("o", "s", null, -1, 0));
    refused("qty", () -> new CreateBatch("b", "s", -1, null));
    refused("sku", () -> new Allocate("o", null, null, 1, 0));
    refused("sku", () -> new Allocate("o", "", null, 1, 0));
    refused("orderid", () -> new Allocate("line\nfeed", "s", null, 1, 0));
    refused("lineid", () -> new Allocate("o", "s", "x".repeat(256), 1, 0));
    refused("batchref", () -> new CreateBatch("\u00e9".repeat(128), "s", 1, null));
    refused("batchref", () -> new CreateBatch("\uD800", "s", 1, null));
    refused("revision", () -> new Deallocate("o", "s", null, null, -1));
    refused("revision", () -> new Allocate("o", "s", null, 1, 1L << 53));
    refused("sku", () -> new ChangeBatchQuantity("b", "", 1, null));
    refused("qty", () -> new ChangeBatchQuantity("b", null, -1, null));
    refused("revision", () -> new ChangeBatchEta("b", null, null, -1L));
    refused("eta", () -> new ChangeBatchEta("b", null, LocalDate.of(10_000, 1, 1), null));
    refused("eta", () -> new CreateBatch("b", "s", 1, LocalDate.of(-1, 1, 1)));
    refused("orderid", () -> new Despatch(null, "s", null, 0));
    refused("sku", () -> new OpenProduct(null, 1));
    refused("revision", () -> new CloseProduct("s", -1));
    refused("reason", () -> new Deallocate("o", "s", null, "x".repeat(1001), 0));
  }

  @Test
  void identifiers_of_255_bytes_and_of_any_script_are_taken() {
    assertEquals("x".repeat(255), new CreateBatch("x".repeat(255), "s", 0, null).batchref());
    assertEquals("敷物/50 %", new Allocate("o", "敷物/50 %", "", 1, 0).sku());
  }

  @Test
  void commands_and_events_are_known_by_heart() {
    assertEquals(
        Set.of(
            CreateBatch.class,
            ChangeBatchQuantity.class,
            ChangeBatchEta.class,
            Allocate.class,
            Deallocate.class,
            Despatch.class,
            OpenProduct.class,
            CloseProduct.class),
        Samples.leaves(Command.class));
    assertTrue(Samples.leaves(Event.class).size() >= 8);
  }

  private static void refused(String field, Executable construction) {
    Malformed defect = assertThrows(Malformed.class, construction);
    assertEquals(field, defect.field());
    assertTrue(defect.getMessage().startsWith(field + " "), defect.getMessage());
  }
}
