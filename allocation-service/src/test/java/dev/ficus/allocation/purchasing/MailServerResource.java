package dev.ficus.allocation.purchasing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the port at which the service finds its mail server, whether the test runs one or none: a
 * port that was only chosen might be another process's when the server is started. A field of type
 * {@link AtomicInteger} is where the test says behind which port its server is, 0 for none; it is a
 * type of Java's own because test and resource need not share class loaders.
 */
public final class MailServerResource implements QuarkusTestResourceLifecycleManager {
  /** What a mail server says that cannot be had now; a caller would wait long for no greeting. */
  private static final byte[] AWAY =
      "421 there is no mail server\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger behind = new AtomicInteger();
  private ServerSocket kept;

  @Override
  public Map<String, String> start() {
    try {
      kept = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
    return Map.of(
        "quarkus.mailer.mock", "false",
        "quarkus.mailer.host", "127.0.0.1",
        "quarkus.mailer.port", String.valueOf(kept.getLocalPort()),
        "quarkus.mailer.from", "ficus@example.org",
        "ficus.purchasing.mail-to", "Purchasing <buyer@example.org>, deputy@example.org",
        "ficus.purchasing.pause-millis", "200");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(behind, new TestInjector.MatchesType(AtomicInteger.class));
  }

  @Override
  public void stop() {
    try {
      kept.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!kept.isClosed()) {
      try {
        Socket caller = kept.accept();
        start(() -> connect(caller));
      } catch (IOException closed) {
        // The socket itself says so.
        continue;
      }
    }
  }

  private void connect(Socket caller) {
    int port = behind.get();
    try (caller) {
      if (port == 0) {
        caller.getOutputStream().write(AWAY);
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        start(() -> copy(server, caller));
        copy(caller, server);
      }
    } catch (IOException gone) {
      // The caller sees its connection end.
      return;
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // Both ends are closed either way.
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "mail-server-port");
    thread.setDaemon(true);
    thread.start();
  }
}
