package dev.ficus.availability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TcpProxy;
import dev.ficus.local.VirtualHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fresh database and virtual host that can be taken away from the service while the test still
 * reaches them; the broker is away at first. Controlled over HTTP, because test and resource need
 * not share class loaders.
 */
public class FaultyStackResource implements QuarkusTestResourceLifecycleManager {

  /** Configuration key of the address to which faults are sent. */
  public static final String CONTROL = "test.faults";

  /** Prefix of the configuration keys of the broker as the test reaches it. */
  public static final String DIRECT = "test.direct.";

  private TcpProxy database;
  private TcpProxy broker;
  private HttpServer control;

  @Override
  public Map<String, String> start() {
    try {
      LocalStack stack = LocalStack.shared();
      Database fresh = stack.createDatabase("availability-faults");
      VirtualHost host = stack.createVirtualHost("availability-faults");
      URI jdbc = URI.create(fresh.jdbcUrl().substring("jdbc:".length()));
      database = new TcpProxy(jdbc.getHost(), jdbc.getPort());
      broker = new TcpProxy(host.host(), host.port());
      broker.away(true);
      control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      control.createContext("/database", exchange -> answer(exchange, database));
      control.createContext("/broker", exchange -> answer(exchange, broker));
      control.start();

      Map<String, String> config = new HashMap<>();
      config.put(
          "quarkus.datasource.jdbc.url",
          "jdbc:postgresql://localhost:" + database.port() + jdbc.getPath());
      config.put("quarkus.datasource.username", fresh.username());
      config.put("quarkus.datasource.password", fresh.password());
      config.put("rabbitmq-host", "localhost");
      config.put("rabbitmq-port", String.valueOf(broker.port()));
      config.put("rabbitmq-username", host.username());
      config.put("rabbitmq-password", host.password());
      config.put("rabbitmq-virtual-host", host.name());
      config.put(DIRECT + "rabbitmq-host", host.host());
      config.put(DIRECT + "rabbitmq-port", String.valueOf(host.port()));
      config.put("ficus.availability.stale-after", "300ms");
      // Who asks during an outage waits so long, and the test with it.
      config.put("quarkus.datasource.jdbc.acquisition-timeout", "1s");
      for (String channel : List.of("incoming.allocation-events", "incoming.live-events")) {
        config.put("mp.messaging." + channel + ".reconnect-interval", "1");
      }
      config.put("mp.messaging.outgoing.crossings.reconnect-interval", "1");
      config.put(CONTROL, "http://localhost:" + control.getAddress().getPort());
      return config;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void stop() {
    try {
      control.stop(0);
      broker.close();
      database.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Takes {@code "broker"} or {@code "database"} away, or brings it back. */
  public static void away(String control, String server, boolean away) {
    try {
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(control + "/" + server + "?" + away)).build(),
              HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void answer(HttpExchange exchange, TcpProxy proxy) throws IOException {
    try (exchange) {
      proxy.away(Boolean.parseBoolean(exchange.getRequestURI().getQuery()));
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
