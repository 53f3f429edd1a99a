package dev.ficus.legacy.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The refusal to start with settings that are wrong together; all are named at once. */
@Dependent
class SettingsAtStart {

  /** Before the first bean that uses them, which is the entrance of feeds. */
  private static final int FIRST = 1;

  void review(@Observes @Priority(FIRST) Filters filters, Config config) {
    List<String> wrong = SettingsReview.of(config);
    if (!wrong.isEmpty()) {
      // Of such an exception Quarkus shows the message alone.
      throw new ConfigurationException(String.join("\n", wrong));
    }
  }
}
