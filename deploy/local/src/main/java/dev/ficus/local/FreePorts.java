package dev.ficus.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that are free on the loopback address.
 *
 * <p>They come from below the range from which operating systems take the ports of outgoing
 * connections, so that a server that is stopped for a while finds its port free when it is started
 * again.
 */
public final class FreePorts {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final int CONNECTED_WITHIN_MILLIS = 5_000;

  /** Handed out by this process and perhaps not yet bound. */
  private static final Set<Integer> HANDED_OUT = new HashSet<>();

  private FreePorts() {}

  static synchronized int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!HANDED_OUT.contains(port) && isFree(port)) {
        HANDED_OUT.add(port);
        return port;
      }
    }
    throw new LocalStackException(
        "No free port found between %d and %d on the loopback address.".formatted(LOWEST, HIGHEST));
  }

  /** Whether a server can bind this port of 127.0.0.1, and calls to it reach that server. */
  public static boolean isFree(int port) {
    try {
      // The address is IPv4 because the servers bind to 127.0.0.1, whatever this JVM prefers.
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      try (ServerSocket server = new ServerSocket(port, 1, loopback);
          Socket caller = new Socket()) {
        // A port that containers publish can be bound all the same, but calls to it go to them.
        caller.connect(server.getLocalSocketAddress(), CONNECTED_WITHIN_MILLIS);
        // Nothing of this connection is to keep the port from whoever binds it next.
        caller.setSoLinger(true, 0);
        return true;
      }
    } catch (IOException taken) {
      return false;
    }
  }
}
