package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Programs of a RabbitMQ and its Erlang on this machine.
 *
 * @param server the real {@code rabbitmq-server} script, not a package's wrapper that changes to
 *     another user
 * @param epmd Erlang's port mapper
 * @param erlang the folder that holds {@code erl}
 * @param libraries value for {@code LD_LIBRARY_PATH}, empty when the system's libraries suffice
 */
record RabbitInstallation(Path server, Path epmd, Path erlang, String libraries) {

  /** The RabbitMQ that is installed on this machine, if there is one. */
  static Optional<RabbitInstallation> installed(Machine machine) {
    Optional<Path> erl = machine.program("erl");
    if (erl.isEmpty()) {
      return Optional.empty();
    }
    Path erlang = erl.get().getParent();
    Optional<Path> epmd =
        machine.program("epmd").or(() -> beside(erl.get(), "epmd")).filter(Files::isExecutable);
    return machine.programs("rabbitmq-server").stream()
        .flatMap(script -> real(script).stream())
        .findFirst()
        .flatMap(server -> epmd.map(mapper -> new RabbitInstallation(server, mapper, erlang, "")));
  }

  /**
   * The script behind links, if it is RabbitMQ's own: that one has {@code rabbitmq-env} beside it.
   */
  private static Optional<Path> real(Path script) {
    try {
      Path real = script.toRealPath();
      return Optional.of(real)
          .filter(file -> file.getFileName().toString().equals("rabbitmq-server"))
          .filter(file -> Files.exists(file.resolveSibling("rabbitmq-env")));
    } catch (IOException vanished) {
      return Optional.empty();
    }
  }

  private static Optional<Path> beside(Path program, String name) {
    try {
      return Optional.of(program.toRealPath().resolveSibling(name));
    } catch (IOException vanished) {
      return Optional.empty();
    }
  }

  /** RabbitMQ's version by its folder, or an empty text. */
  String version() {
    Path home = server.getParent().getParent().getFileName();
    String name = home == null ? "" : home.toString();
    return name.startsWith("rabbitmq_server-") ? name.substring("rabbitmq_server-".length()) : "";
  }

  /** Environment variables under which these programs find each other. */
  Map<String, String> environment(Machine machine) {
    String path = erlang + ":" + machine.environment().getOrDefault("PATH", "/usr/bin:/bin");
    return libraries.isEmpty()
        ? Map.of("PATH", path)
        : Map.of("PATH", path, "LD_LIBRARY_PATH", libraries);
  }
}
