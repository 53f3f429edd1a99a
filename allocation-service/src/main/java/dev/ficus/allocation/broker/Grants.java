package dev.ficus.allocation.broker;

import dev.ficus.allocation.access.AccessSettings;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Outcome;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Grants: which user of the broker may send which commands. The broker has compared a message's
 * user with who was logged in, so this is a second wall behind the broker's own permissions: what
 * comes to the queue round those, by a binding or a dead-letter exchange that nobody thought of, is
 * not carried out.
 *
 * <p>The file is read again when it has changed. What cannot be read then changes nothing.
 */
@Startup
@ApplicationScoped
class Grants {
  private static final Logger LOG = Logger.getLogger(Grants.class);

  /** Further users of the same team or service, and its users in other virtual hosts. */
  private static final String SUFFIXES = "(\\.[0-9]+)?(@.*)?$";

  private final Optional<Path> file;
  private final boolean required;
  private volatile Map<String, Set<String>> commandsByName = Map.of();
  private volatile FileTime readAt;
  private volatile String complaint;

  Grants(GrantSettings settings, AccessSettings access) {
    file = settings.grants().map(Path::of);
    required = access.access() == AccessSettings.Access.REQUIRED;
  }

  /**
   * @throws IllegalStateException when the file is needed and cannot be read; ends the start
   */
  @PostConstruct
  void readFirst() {
    if (file.isEmpty()) {
      if (required) {
        throw new IllegalStateException(
            "ficus.allocation.grants must name the file with the commands that each user of the"
                + " broker may send (deploy/rabbitmq/definitions makes it), but is empty");
      }
      return;
    }
    try {
      read();
    } catch (IOException e) {
      throw new IllegalStateException(
          "ficus.allocation.grants must name a file of grants: " + e.getMessage(), e);
    }
  }

  /**
   * Why a command may not be carried out for this sender; empty when it may, and for a type that is
   * no command.
   *
   * @param user for whom the broker vouches; null when the message names none
   * @param type routing key of the message
   */
  Optional<Outcome.Refused> refusal(String user, String type) {
    if (file.isEmpty() || !Names.ofCommands().contains(type)) {
      return Optional.empty();
    }
    if (user == null || user.isBlank()) {
      return Optional.of(
          Outcome.Refused.notGranted(
              "user_id", "names no sender: the property user_id has to be the user logged in"));
    }
    readIfChanged();
    Collection<String> granted =
        commandsByName.getOrDefault(user.replaceFirst(SUFFIXES, ""), Set.of());
    return granted.contains(type)
        ? Optional.empty()
        : Optional.of(
            Outcome.Refused.notGranted("type", "%s may not send %s".formatted(user, type)));
  }

  private void readIfChanged() {
    try {
      if (!Files.getLastModifiedTime(file.get()).equals(readAt)) {
        read();
        LOG.infof("The grants have changed: %s", commandsByName);
      }
      complaint = null;
    } catch (IOException e) {
      // Once, and not for each command.
      if (!e.getMessage().equals(complaint)) {
        LOG.errorf("The grants stay as they were: %s", e.getMessage());
      }
      complaint = e.getMessage();
    }
  }

  private synchronized void read() throws IOException {
    FileTime changed = Files.getLastModifiedTime(file.get());
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file.get())) {
      lines.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s cannot be read: %s".formatted(file.get(), e.getMessage()), e);
    }
    if (lines.isEmpty()) {
      throw new IOException(file.get() + " grants nobody anything");
    }
    commandsByName =
        lines.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, name -> commands(lines.getProperty(name))));
    readAt = changed;
  }

  private static Set<String> commands(String listed) {
    return Arrays.stream(listed.split(","))
        .map(String::strip)
        .filter(command -> !command.isEmpty())
        .collect(Collectors.toSet());
  }
}
