package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the environment says about servers that run already. */
class AddressesTest {

  @Test
  void nothing_set_means_nothing_configured() {
    Machine machine = machine(Map.of(Addresses.RABBITMQ_URL, " "));
    assertEquals(Optional.empty(), Addresses.configuredPostgres(machine));
    assertEquals(Optional.empty(), Addresses.configuredRabbit(machine));
  }

  @Test
  void half_a_rabbit_is_refused_by_the_name_of_what_is_missing() {
    assertEquals(
        "FICUS_RABBITMQ_URL is set but FICUS_RABBITMQ_MANAGEMENT_URL is not. A configured RabbitMQ needs both: "
            + "amqp://user:password@host:port and http://host:15672.",
        refusal(Map.of(Addresses.RABBITMQ_URL, "amqp://ficus:secret@rabbit")));
    assertTrue(
        refusal(Map.of(Addresses.RABBITMQ_MANAGEMENT_URL, "http://rabbit:15672"))
            .startsWith("FICUS_RABBITMQ_MANAGEMENT_URL is set but FICUS_RABBITMQ_URL is not."));
  }

  @Test
  void an_unreadable_address_is_refused_without_repeating_its_password() {
    for (String url :
        List.of(
            "rabbit:5672",
            "http://a:secret@b",
            "amqp://b:5672",
            "amqp://a:secret@[b",
            "amqp://a@b")) {
      String message =
          refusal(
              Map.of(
                  Addresses.RABBITMQ_URL, url, Addresses.RABBITMQ_MANAGEMENT_URL, "http://rabbit"));
      assertTrue(message.startsWith("FICUS_RABBITMQ_URL is not of the form amqp://"), message);
      assertFalse(message.contains("secret"), message);
    }
    Machine machine = machine(Map.of(Addresses.POSTGRES_URL, "postgres://a:secret@b"));
    String message =
        assertThrows(LocalStackException.class, () -> Addresses.configuredPostgres(machine))
            .getMessage();
    assertTrue(message.startsWith("FICUS_POSTGRES_URL is not of the form jdbc:"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void user_and_password_may_hold_any_character() {
    RabbitAddress address =
        RabbitAddress.parse("amqp://a%2Fb+c:p%40%3A%25%20w@rabbit", " http://rabbit:15672/api/ ");
    assertEquals(
        new RabbitAddress("rabbit", 5672, "a/b+c", "p@:% w", "http://rabbit:15672"), address);
    assertEquals("amqp://a%2Fb%2Bc:p%40%3A%25%20w@rabbit:5672", address.amqpUrl());
    assertEquals(address, RabbitAddress.parse(address.amqpUrl(), address.managementUrl()));
  }

  @Test
  void a_database_url_carries_its_credentials_beside_other_parameters() {
    Database database = new Database("jdbc:postgresql://h:1/d?sslmode=require", "a", "p&w");
    assertEquals(
        "jdbc:postgresql://h:1/d?sslmode=require&user=a&password=p%26w",
        database.jdbcUrlWithCredentials());
  }

  private static String refusal(Map<String, String> environment) {
    Machine machine = machine(environment);
    return assertThrows(LocalStackException.class, () -> Addresses.configuredRabbit(machine))
        .getMessage();
  }

  private static Machine machine(Map<String, String> environment) {
    return new Machine(environment, Path.of("/nowhere"), List.of());
  }
}
