package dev.ficus.journeys;

import dev.ficus.local.FreePorts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * A TCP port of the loopback address that a service may use, also when it is started again.
 *
 * <p>While a service is down its port is free, and another demo might take it. So each demo holds
 * the UDP port of the same number, which is of no use to a service, and respects those that others
 * hold. The system gives it back when the process ends, however it ends.
 */
final class PortClaim implements AutoCloseable {
  private static final int STEP = 10_000;

  /** Below the range from which systems take the ports of outgoing connections. */
  private static final int LOWEST = 12_000;

  private static final int HIGHEST = 32_000;
  private static final int HIGHEST_OF_ALL = 65_535;
  private static final int ATTEMPTS = 1_000;

  private final int port;
  private final DatagramSocket held;

  private PortClaim(int port, DatagramSocket held) {
    this.port = port;
    this.held = held;
  }

  /**
   * Claims a port: the wanted one, else one that looks like it, else any.
   *
   * @throws DemoException when none is free
   */
  static PortClaim claim(int wanted) {
    return first(
        IntStream.concat(IntStream.of(wanted, wanted + STEP, wanted + 2 * STEP), randomPorts()));
  }

  /**
   * Claims any port.
   *
   * @throws DemoException when none is free
   */
  static PortClaim any() {
    return first(randomPorts());
  }

  private static IntStream randomPorts() {
    return ThreadLocalRandom.current().ints(ATTEMPTS, LOWEST, HIGHEST);
  }

  private static PortClaim first(IntStream ports) {
    return ports
        .filter(port -> port <= HIGHEST_OF_ALL)
        .mapToObj(PortClaim::tryOne)
        .filter(claim -> claim != null)
        .findFirst()
        .orElseThrow(() -> new DemoException("no port is free on the loopback address"));
  }

  int port() {
    return port;
  }

  /** Null when somebody else uses or claims the port. */
  private static PortClaim tryOne(int port) {
    DatagramSocket held = null;
    boolean free = false;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      held = new DatagramSocket(new InetSocketAddress(loopback, port));
      free = FreePorts.isFree(port);
    } catch (IOException taken) {
      free = false;
    } finally {
      if (held != null && !free) {
        held.close();
      }
    }
    return free ? new PortClaim(port, held) : null;
  }

  @Override
  public void close() {
    held.close();
  }
}
