package dev.ficus.availability;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * The check of the settings, made when they are read at start: one that is wrong ends the start
 * with its key, and with what would be right. Same algorithm as SettingsCheck in
 * allocation-service.
 */
// After expressions such as ${OTHER} are resolved.
@Priority(Priorities.APPLICATION)
public class SettingsCheck implements ConfigSourceInterceptor {

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    ConfigValue found = context.proceed(name);
    SettingRule rule = SettingRule.BY_KEY.get(name);
    if (rule != null && found != null && found.getValue() != null) {
      check(name, rule, found.getValue());
    }
    return found;
  }

  private static void check(String name, SettingRule rule, String value) {
    if (!rule.accepts(value)) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s"
              .formatted(name, rule.must(), value.isBlank() ? "empty" : value));
    }
  }
}
