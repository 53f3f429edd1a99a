package dev.ficus.allocation.broker;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of what the users of the broker may command. */
@ConfigMapping(prefix = "ficus.allocation")
interface GrantSettings {

  /**
   * The file with the commands that each user may send, as {@code deploy/rabbitmq/definitions}
   * makes it. None is needed where access is open: then everybody may send every command.
   */
  Optional<String> grants();
}
