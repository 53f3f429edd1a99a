package dev.ficus.legacy.whole;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local stack with networks that the test can break. */
public final class ProxiedStackResource implements QuarkusTestResourceLifecycleManager {

  static final String DIRECT_PORT = "test.broker-port";

  private static final Pattern DATABASE = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(.*)");

  /** The ways from the adapter to its servers. */
  record Networks(Network broker, Network database) {}

  private final LocalStackResource stack = new LocalStackResource();
  private Networks networks;

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(stack.start());
    String port = settings.get("rabbitmq-port");
    Matcher jdbc = DATABASE.matcher(settings.get("quarkus.datasource.jdbc.url"));
    if (!jdbc.matches()) {
      throw new IllegalStateException("no address in " + jdbc);
    }
    networks =
        new Networks(
            new Network(settings.get("rabbitmq-host"), Integer.parseInt(port)),
            new Network(jdbc.group(1), Integer.parseInt(jdbc.group(2))));
    settings.put(DIRECT_PORT, port);
    settings.put("rabbitmq-host", "localhost");
    settings.put("rabbitmq-port", Integer.toString(networks.broker().port()));
    settings.put(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://localhost:%d/%s".formatted(networks.database().port(), jdbc.group(3)));
    // Who calls during an outage waits so long, and the test with it.
    settings.put("quarkus.datasource.jdbc.acquisition-timeout", "1s");
    settings.put("ficus.legacy.broker.confirm-timeout", "1s");
    settings.put("ficus.legacy.resend.every", "1s");
    settings.put("ficus.legacy.resend.minimum-age", "1500ms");
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(networks, new TestInjector.MatchesType(Networks.class));
  }

  @Override
  public void stop() {
    try {
      networks.broker().close();
      networks.database().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stack.stop();
  }
}
