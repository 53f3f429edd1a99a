package dev.ficus.legacy.settings;

import dev.ficus.legacy.settings.Setting.Need;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Optional;

/**
 * The check of each setting by itself, made when it is read at start: one that is wrong or missing
 * ends the start with its key, and with what would be right. The two other services have the same.
 */
// After expressions such as ${OTHER} are resolved.
@Priority(Priorities.APPLICATION)
public class SettingsCheck implements ConfigSourceInterceptor {

  private static final long serialVersionUID = 1;

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    ConfigValue found = context.proceed(name);
    Settings.of(name)
        .ifPresent(
            setting ->
                check(
                    name,
                    setting,
                    Optional.ofNullable(found).map(ConfigValue::getValue).orElse(null)));
    return found;
  }

  private static void check(String name, Setting setting, String value) {
    if (value == null) {
      if (setting.need() == Need.REQUIRED) {
        throw new IllegalArgumentException(
            "%s is missing: it must be %s".formatted(name, setting.rule().must()));
      }
    } else if (!setting.rule().accepts(value)
        // An empty text unsets what is shipped.
        && !(value.isEmpty() && setting.need() == Need.OPTIONAL)) {
      throw new IllegalArgumentException(setting.rule().refusal(name, value));
    }
  }
}
