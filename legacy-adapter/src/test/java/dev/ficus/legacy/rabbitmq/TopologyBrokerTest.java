package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the adapter does at a broker where it may declare nothing. */
class TopologyBrokerTest {
  private static final String PASSWORD_HASH = "kI3GCrt0kdGfm2jZ0B0ibImK6E1TZ3r9c9qLJMs6/lzTZ8Ni";
  private static final String PASSWORD = "known to this test alone";

  private VirtualHost administrator;
  private VirtualHost restricted;

  @BeforeEach
  void a_user_that_may_declare_nothing() {
    administrator = LocalStack.shared().createVirtualHost("topology");
    String user = "reader@" + administrator.name();
    restricted = administrator.as(user, PASSWORD);
    LocalStack.shared()
        .define(
            """
            {
              "users": [{"name": "%1$s", "password_hash": "%3$s",
                "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": ""}],
              "permissions": [{"user": "%1$s", "vhost": "%2$s",
                "configure": "^$", "write": "^$", "read": ".*"}]
            }
            """
                .formatted(user, administrator.name(), PASSWORD_HASH));
  }

  @AfterEach
  void nobody_has_the_user_any_more() {
    LocalStack.shared().deleteUser(restricted.username());
  }

  @Test
  void who_may_declare_nothing_is_content_with_what_is_there() throws Exception {
    try (Connection connection = connect(administrator)) {
      Topology.declare(connection);
    }
    try (Connection connection = connect(restricted)) {
      assertDoesNotThrow(() -> Topology.declare(connection));
      assertTrue(connection.isOpen());
    }
  }

  @Test
  void who_may_declare_nothing_says_so_while_it_is_not_there() throws Exception {
    try (Connection connection = connect(restricted)) {
      assertThrows(IOException.class, () -> Topology.declare(connection));
    }
  }

  private static Connection connect(VirtualHost host) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(host.amqpUrl());
    return factory.newConnection("test");
  }
}
