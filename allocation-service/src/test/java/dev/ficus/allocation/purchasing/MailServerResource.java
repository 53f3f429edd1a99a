package dev.ficus.allocation.purchasing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Keeps a port on which the test runs a mail server, or none. */
public final class MailServerResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Map.of(
          "quarkus.mailer.mock", "false",
          "quarkus.mailer.host", "127.0.0.1",
          "quarkus.mailer.port", String.valueOf(free.getLocalPort()),
          "quarkus.mailer.from", "ficus@example.org",
          "ficus.purchasing.mail-to", "buyer@example.org,deputy@example.org",
          "ficus.purchasing.pause-millis", "200");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}
