package dev.ficus.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a RabbitMQ for a private stack: an installed one, else Docker, else the packages of Debian
 * or Ubuntu.
 */
final class RabbitSource {
  private RabbitSource() {}

  static Rabbit start(Machine machine, StackFolder folder) {
    List<String> reasons = new ArrayList<>();
    Optional<RabbitInstallation> installed = RabbitInstallation.installed(machine);
    if (installed.isPresent()) {
      return PrivateRabbit.create(machine, folder, installed.get());
    }
    reasons.add("no rabbitmq-server with an erl is on PATH");

    var docker = DockerRabbit.docker(machine);
    if (docker.isPresent()) {
      try {
        return DockerRabbit.create(docker.get(), folder);
      } catch (LocalStackException failure) {
        // A daemon without a way to its registry: the packages may still be had.
        reasons.add("Docker: " + failure.getMessage());
      }
    } else {
      reasons.add("`docker info` does not answer");
    }

    Optional<RabbitInstallation> unpacked = Optional.empty();
    try {
      unpacked = DebianPackages.unpacked(machine);
      if (unpacked.isEmpty()) {
        reasons.add("this is no Debian or Ubuntu, whose packages could be unpacked");
      }
    } catch (LocalStackException failure) {
      reasons.add("packages: " + failure.getMessage());
    }
    if (unpacked.isPresent()) {
      return PrivateRabbit.create(machine, folder, unpacked.get());
    }
    throw new LocalStackException(
        """
        No RabbitMQ was found and none could be had:
          - %s
        Install one; it need not be started:
          Debian, Ubuntu:  sudo apt-get install rabbitmq-server
          Fedora:          sudo dnf install rabbitmq-server
          macOS:           brew install rabbitmq
        or set %s and %s to one that runs."""
            .formatted(
                String.join("\n  - ", reasons),
                Addresses.RABBITMQ_URL,
                Addresses.RABBITMQ_MANAGEMENT_URL));
  }
}
