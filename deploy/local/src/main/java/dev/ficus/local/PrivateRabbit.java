package dev.ficus.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A RabbitMQ node of this stack's own, from programs on this machine. It shares nothing with other
 * nodes: node name, port mapper, cookie, plugins, data and logs are its own, and all its ports are
 * on the loopback address.
 */
final class PrivateRabbit implements Rabbit {
  private static final int ATTEMPTS = 3;

  private final Machine machine;
  private final StackFolder folder;
  private final RabbitInstallation installation;
  private final Path home;
  private final String node = "ficus-" + Names.random(10) + "@localhost";
  private final String username = "ficus";
  private final String password = Names.secret();

  private int amqpPort;
  private int managementPort;
  private int distributionPort;
  private int portMapperPort;
  private ServerProcess portMapper;
  private ServerProcess process;

  private PrivateRabbit(Machine machine, StackFolder folder, RabbitInstallation installation) {
    this.machine = machine;
    this.folder = folder;
    this.installation = installation;
    this.home = folder.folder("rabbitmq");
  }

  static PrivateRabbit create(
      Machine machine, StackFolder folder, RabbitInstallation installation) {
    PrivateRabbit rabbit = new PrivateRabbit(machine, folder, installation);
    Progress.during(
        "starting RabbitMQ " + installation.version(),
        () -> {
          rabbit.startOnSomePorts();
          return rabbit;
        });
    return rabbit;
  }

  @Override
  public RabbitAddress address() {
    return new RabbitAddress(
        "127.0.0.1", amqpPort, username, password, "http://127.0.0.1:" + managementPort);
  }

  /** Another process may take a port before it is bound here; then all are chosen again. */
  private void startOnSomePorts() {
    for (int attempt = 1; ; attempt++) {
      amqpPort = FreePorts.next();
      managementPort = FreePorts.next();
      distributionPort = FreePorts.next();
      portMapperPort = FreePorts.next();
      configure();
      try {
        start();
        return;
      } catch (LocalStackException failure) {
        portMapper.kill();
        boolean taken =
            IntStream.of(amqpPort, managementPort, distributionPort, portMapperPort)
                .anyMatch(port -> !FreePorts.isFree(port));
        if (attempt == ATTEMPTS || !taken) {
          throw failure;
        }
      }
    }
  }

  private void configure() {
    try {
      Path cookie = home.resolve(".erlang.cookie");
      if (!Files.exists(cookie)) {
        Files.writeString(cookie, Names.secret());
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
      }
      // Named only to keep the machine's own file from being read.
      Files.writeString(home.resolve("rabbitmq-env.conf"), "");
      Files.writeString(home.resolve("enabled_plugins"), "[rabbitmq_management].\n");
      Path configuration = home.resolve("rabbitmq.conf");
      Files.writeString(
          configuration,
          """
          listeners.tcp.local = 127.0.0.1:%d
          management.tcp.ip = 127.0.0.1
          management.tcp.port = %d
          default_user = %s
          default_pass = %s
          """
              .formatted(amqpPort, managementPort, username, password));
      Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException failure) {
      throw new LocalStackException("Cannot write RabbitMQ's configuration to " + home, failure);
    }
  }

  @Override
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    if (portMapper == null || !portMapper.isAlive()) {
      startPortMapper();
    }
    // The script hands its arguments on to the node, so both can be recognised by them.
    List<String> command = List.of(installation.server().toString(), "-ficus_node", node);
    process =
        new ServerProcess(
            "RabbitMQ", folder.spawn("rabbitmq", "KILL", node, command, environment()));
    VirtualHosts management = new VirtualHosts(address());
    Waiting.until(
        () -> !process.isAlive() || (listens(amqpPort) && management.answer()), Waiting.LIMIT);
    if (!process.isAlive() || !management.answer()) {
      process.kill();
      throw new LocalStackException("RabbitMQ did not start:\n" + folder.lastWords("rabbitmq"));
    }
  }

  private void startPortMapper() {
    String port = String.valueOf(portMapperPort);
    List<String> command =
        List.of(installation.epmd().toString(), "-port", port, "-address", "127.0.0.1");
    portMapper =
        new ServerProcess(
            "Erlang's port mapper",
            folder.spawn(
                "epmd", "KILL", "-port " + port, command, installation.environment(machine)));
    Waiting.until(() -> listens(portMapperPort) || !portMapper.isAlive(), Waiting.LIMIT);
    if (!portMapper.isAlive()) {
      throw new LocalStackException(
          "Erlang's port mapper did not start:\n" + folder.lastWords("epmd"));
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(installation.environment(machine));
    environment.put("HOME", home.toString());
    environment.put("ERL_EPMD_PORT", String.valueOf(portMapperPort));
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("ERL_CRASH_DUMP_SECONDS", "0");
    environment.put("RABBITMQ_NODENAME", node);
    environment.put("RABBITMQ_USE_LONGNAME", "false");
    environment.put("RABBITMQ_DIST_PORT", String.valueOf(distributionPort));
    environment.put("RABBITMQ_CONF_ENV_FILE", home.resolve("rabbitmq-env.conf").toString());
    environment.put("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString());
    environment.put("RABBITMQ_CONFIG_FILES", home.resolve("conf.d").toString());
    environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", home.resolve("advanced.config").toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString());
    environment.put("RABBITMQ_PLUGINS_EXPAND_DIR", home.resolve("plugins").toString());
    environment.put("RABBITMQ_GENERATED_CONFIG_DIR", home.resolve("generated").toString());
    environment.put("RABBITMQ_SCHEMA_DIR", home.resolve("schema").toString());
    environment.put("RABBITMQ_FEATURE_FLAGS_FILE", home.resolve("feature_flags").toString());
    environment.put("RABBITMQ_MNESIA_BASE", home.resolve("data").toString());
    environment.put("RABBITMQ_LOG_BASE", home.resolve("log").toString());
    environment.put("RABBITMQ_PID_FILE", home.resolve("pid").toString());
    // The script then becomes the node instead of its parent, so its process id is the node's;
    // -noinput, which the
    // script leaves out in this case, is given here.
    environment.put("RABBITMQ_ALLOW_INPUT", "1");
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        // Schedulers that wait by spinning take from everybody else on a machine that is shared.
        "-noinput +B i +sbwt none +sbwtdcpu none +sbwtdio none"
            + " -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}");
    return environment;
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.stop("TERM");
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
