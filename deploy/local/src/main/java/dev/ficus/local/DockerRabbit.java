package dev.ficus.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A RabbitMQ in a Docker container of this stack's own. */
final class DockerRabbit implements Rabbit {
  private static final String IMAGE = "rabbitmq:4-management-alpine";
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(10);
  private static final Duration START_LIMIT = Waiting.LIMIT;

  private final Path docker;
  private final String container = "ficus-" + Names.random(10);
  private final RabbitAddress address =
      new RabbitAddress(
          "127.0.0.1",
          FreePorts.next(),
          "ficus",
          Names.secret(),
          "http://127.0.0.1:" + FreePorts.next());

  private DockerRabbit(Path docker) {
    this.docker = docker;
  }

  /** The {@code docker} program, if there is one and its daemon answers. */
  static Optional<Path> docker(Machine machine) {
    return machine
        .program("docker")
        .filter(
            docker -> Command.run(ANSWER_LIMIT, List.of(docker.toString(), "info")).succeeded());
  }

  static DockerRabbit create(Path docker, StackFolder folder) {
    DockerRabbit rabbit = new DockerRabbit(docker);
    folder.registerContainer(docker, rabbit.container);
    return Progress.during(
        "starting RabbitMQ in Docker, image " + IMAGE,
        () -> {
          String managementPort = rabbit.address.managementUrl().replaceAll(".*:", "");
          rabbit.docker(
              PULL_LIMIT,
              "run",
              "--detach",
              "--name=" + rabbit.container,
              "--publish=127.0.0.1:" + rabbit.address.port() + ":5672",
              "--publish=127.0.0.1:" + managementPort + ":15672",
              "--env=RABBITMQ_DEFAULT_USER=" + rabbit.address.username(),
              "--env=RABBITMQ_DEFAULT_PASS=" + rabbit.address.password(),
              IMAGE);
          rabbit.awaitReadiness();
          return rabbit;
        });
  }

  @Override
  public RabbitAddress address() {
    return address;
  }

  @Override
  public void start() {
    docker(START_LIMIT, "start", container);
    awaitReadiness();
  }

  @Override
  public void stop() {
    docker(START_LIMIT, "stop", container);
  }

  @Override
  public void kill() {
    if (docker(ANSWER_LIMIT, "inspect", "--format={{.State.Running}}", container).equals("true")) {
      docker(START_LIMIT, "kill", container);
    }
  }

  private void awaitReadiness() {
    VirtualHosts management = new VirtualHosts(address);
    // The proxy in front of a container accepts connections before the broker does; the management
    // API comes last.
    if (!Waiting.until(management::answer, START_LIMIT)) {
      throw new LocalStackException(
          "RabbitMQ in Docker did not start:\n"
              + docker(ANSWER_LIMIT, "logs", "--tail=20", container));
    }
  }

  private String docker(Duration limit, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(docker.toString()));
    command.addAll(Arrays.asList(arguments));
    Command result = Command.run(limit, command);
    if (!result.succeeded()) {
      throw new LocalStackException(
          "`docker %s` failed: %s".formatted(arguments[0], result.output()));
    }
    return result.output();
  }
}
