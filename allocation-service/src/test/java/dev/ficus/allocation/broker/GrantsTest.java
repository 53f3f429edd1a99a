package dev.ficus.allocation.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import dev.ficus.allocation.access.AccessSettings;
import dev.ficus.allocation.access.AccessSettings.Access;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.product.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender may command, and what is made of a message that its sender may not send. */
class GrantsTest {
  private static final String PURCHASED = "{\"batchref\":\"b\",\"sku\":\"RUG\",\"qty\":10}";
  private static final String ORDERED = "{\"orderid\":\"o\",\"sku\":\"RUG\",\"qty\":1}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void grant() throws IOException {
    file = folder.resolve("grants.properties");
    Files.writeString(
        file,
        """
        # made by hand
        legacy-adapter = create_batch, allocate, open_product
        web-shop = allocate
        """);
  }

  @Test
  void what_is_granted_is_read_as_it_came() {
    Delivery delivery = read("web-shop", "allocate", ORDERED);
    assertEquals(Optional.empty(), delivery.refusal());
    assertEquals("id", delivery.key());
    assertEquals("web-shop", delivery.cause().who());
  }

  @Test
  void what_is_not_granted_is_refused_and_says_who_wanted_what() {
    assertEquals(
        Optional.of(
            new Outcome.Refused("not_granted", "type", "web-shop may not send create_batch")),
        read("web-shop", "create_batch", PURCHASED).refusal());
    assertEquals(
        Optional.of(new Outcome.Refused("not_granted", "type", "nobody may not send allocate")),
        read("nobody", "allocate", ORDERED).refusal());
  }

  @Test
  void what_names_no_sender_is_refused() {
    for (String nobody : new String[] {null, "", " "}) {
      Outcome.Refused refusal = read(nobody, "allocate", ORDERED).refusal().orElseThrow();
      assertEquals("not_granted", refusal.code());
      assertEquals("user_id", refusal.field());
    }
  }

  @Test
  void the_application_that_a_sender_calls_itself_grants_nothing() {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().appId("legacy-adapter").messageId("id").build();
    Delivery delivery = reader(file, Access.REQUIRED).read("allocate", properties, bytes(ORDERED));
    assertEquals("not_granted", delivery.refusal().orElseThrow().code());
  }

  @Test
  void further_users_of_a_team_may_send_what_the_team_may() {
    for (String user : List.of("web-shop.2", "web-shop@ficus-test", "web-shop.17@ficus-test")) {
      assertEquals(Optional.empty(), read(user, "allocate", ORDERED).refusal(), user);
      assertTrue(read(user, "create_batch", PURCHASED).refusal().isPresent(), user);
    }
    for (String user : List.of("web-shop.two", "web-shop2", "web-shop.2.3x", ".2", "@web-shop")) {
      assertTrue(read(user, "allocate", ORDERED).refusal().isPresent(), user);
    }
  }

  @Test
  void the_type_is_the_routing_key_of_the_envelope_whatever_the_headers_say() {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .userId("web-shop")
            .messageId("id")
            .type("dev.ficus.create_batch.v1")
            .headers(
                Map.of(
                    "CC", List.of("create_batch"), "cloudEvents_type", "dev.ficus.create_batch.v1"))
            .build();
    Delivery delivery = reader(file, Access.REQUIRED).read("allocate", properties, bytes(ORDERED));
    assertEquals("allocate", delivery.type());
    assertEquals(Optional.empty(), delivery.refusal());
    Delivery smuggled =
        reader(file, Access.REQUIRED).read("create_batch", properties, bytes(PURCHASED));
    assertEquals("create_batch", smuggled.type());
    assertEquals("not_granted", smuggled.refusal().orElseThrow().code());
  }

  @Test
  void a_message_that_is_no_command_is_malformed_whoever_sends_it() {
    assertEquals("malformed", read("web-shop", "alocate", ORDERED).refusal().orElseThrow().code());
    assertEquals("malformed", read(null, "alocate", ORDERED).refusal().orElseThrow().code());
    assertEquals("malformed", read("web-shop", "allocate", "{").refusal().orElseThrow().code());
    assertEquals(
        "not_granted", read("web-shop", "create_batch", "{").refusal().orElseThrow().code());
  }

  @Test
  void a_refused_message_takes_nobodys_id() {
    Delivery refused = read("web-shop", "create_batch", PURCHASED);
    assertEquals("id", refused.messageId());
    assertNotEquals("id", refused.key());
    assertEquals(refused.key(), read("web-shop", "create_batch", PURCHASED).key());
    assertNotEquals(refused.key(), read("nobody", "create_batch", PURCHASED).key());
    assertNotEquals(refused.key(), read("web-shop", "create_batch", "{}").key());
  }

  @Test
  void changed_grants_count_from_the_next_message_on() throws IOException {
    Grants grants = grants(file, Access.REQUIRED);
    assertTrue(grants.refusal("web-shop", "despatch").isPresent());
    change("web-shop = despatch");
    assertFalse(grants.refusal("web-shop", "despatch").isPresent());
    assertTrue(grants.refusal("legacy-adapter", "allocate").isPresent());
  }

  @Test
  void grants_that_can_no_longer_be_read_stay_as_they_were() throws IOException {
    Grants grants = grants(file, Access.REQUIRED);
    change("");
    assertFalse(grants.refusal("web-shop", "allocate").isPresent());
    assertTrue(grants.refusal("web-shop", "despatch").isPresent());
    Files.delete(file);
    assertFalse(grants.refusal("web-shop", "allocate").isPresent());
    change("web-shop = despatch");
    assertTrue(grants.refusal("web-shop", "allocate").isPresent());
  }

  @Test
  void without_grants_everybody_may_send_everything_where_access_is_open() {
    Grants grants = grants(null, Access.OPEN);
    assertEquals(Optional.empty(), grants.refusal(null, "create_batch"));
  }

  @Test
  void grants_count_also_where_access_is_open() {
    assertTrue(grants(file, Access.OPEN).refusal(null, "allocate").isPresent());
  }

  @Test
  void without_grants_the_service_does_not_start_where_access_is_required() {
    String words =
        assertThrows(IllegalStateException.class, () -> grants(null, Access.REQUIRED)).getMessage();
    assertTrue(words.contains("ficus.allocation.grants"), words);
    assertTrue(words.contains("deploy/rabbitmq/definitions"), words);
  }

  @Test
  void with_grants_that_cannot_be_read_it_does_not_start() throws IOException {
    Path missing = folder.resolve("missing");
    String words =
        assertThrows(IllegalStateException.class, () -> grants(missing, Access.OPEN)).getMessage();
    assertTrue(words.contains(missing.toString()), words);
    Files.writeString(file, "# nothing");
    words = assertThrows(IllegalStateException.class, () -> grants(file, Access.OPEN)).getMessage();
    assertTrue(words.contains("grants nobody anything"), words);
    Files.writeString(file, "web-shop = \\u00");
    words = assertThrows(IllegalStateException.class, () -> grants(file, Access.OPEN)).getMessage();
    assertTrue(words.contains("cannot be read"), words);
  }

  /** In another second than before: a file's time may be no finer. */
  private void change(String content) throws IOException {
    FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 2_000));
  }

  private Delivery read(String user, String key, String body) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().userId(user).messageId("id").build();
    return reader(file, Access.REQUIRED).read(key, properties, bytes(body));
  }

  private static DeliveryReader reader(Path file, Access access) {
    return new DeliveryReader(grants(file, access));
  }

  private static Grants grants(Path file, Access access) {
    AccessSettings settings = () -> access;
    Grants grants = new Grants(() -> Optional.ofNullable(file).map(Path::toString), settings);
    grants.readFirst();
    return grants;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
