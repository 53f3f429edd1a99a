package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortClaimTest {

  @Test
  void a_port_on_which_somebody_listens_is_not_claimed() throws IOException {
    try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PortClaim claim = PortClaim.claim(somebody.getLocalPort())) {
      assertNotEquals(somebody.getLocalPort(), claim.port());
    }
  }

  @Test
  void a_port_that_is_claimed_is_free_for_the_service_and_for_nobody_else() throws IOException {
    int free = freePort();
    try (PortClaim first = PortClaim.claim(free);
        PortClaim second = PortClaim.claim(free);
        ServerSocket service = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(free, first.port());
      assertNotEquals(free, second.port());
      assertEquals(free, service.getLocalPort());
    }
  }

  @Test
  void a_port_that_was_given_back_can_be_claimed_again() throws IOException {
    int free = freePort();
    PortClaim.claim(free).close();
    try (PortClaim again = PortClaim.claim(free)) {
      assertEquals(free, again.port());
    }
  }

  /** None of those that systems give to outgoing connections, of which there are always some. */
  private static int freePort() {
    try (PortClaim claim = PortClaim.claim(23_456)) {
      return claim.port();
    }
  }
}
