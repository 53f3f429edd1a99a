package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shadow is never fed at the broker of our own commands, by whatever name it is called. */
class ShadowAddressBrokerTest {

  private final VirtualHost own = LocalStack.shared().createVirtualHost("own");
  private final VirtualHost other = LocalStack.shared().createVirtualHost("other");

  @Test
  void another_virtual_host_is_connected_to() throws Exception {
    ShadowAddress shadow =
        new ShadowAddress(address(own, own.host()), address(other, other.host()));
    try (Connection connection = shadow.connect()) {
      assertTrue(connection.isOpen());
    }
    assertEquals(Optional.empty(), shadow.refusedFor());
  }

  @Test
  void the_same_one_under_another_name_is_not() throws Exception {
    String name = own.host().equals("localhost") ? "127.0.0.1" : "localhost";
    ShadowAddress shadow = new ShadowAddress(address(own, own.host()), address(own, name));
    assertThrows(IOException.class, shadow::connect);
    assertTrue(
        shadow.refusedFor().orElseThrow().contains("ficus.legacy.shadow.virtual-host"),
        shadow.refusedFor().orElseThrow());
  }

  @Test
  void one_that_has_our_queue_is_not() throws Exception {
    try (Connection connection = address(other, other.host()).connect()) {
      connection.createChannel().queueDeclare(Placements.QUEUE, false, false, false, null);
    }
    ShadowAddress shadow =
        new ShadowAddress(address(own, own.host()), address(other, other.host()));
    assertThrows(IOException.class, shadow::connect);
    assertTrue(shadow.refusedFor().isPresent());
  }

  private static BrokerAddress address(VirtualHost at, String host) throws Exception {
    return new BrokerAddress(host, at.port(), at.username(), at.password(), at.name(), false);
  }
}
