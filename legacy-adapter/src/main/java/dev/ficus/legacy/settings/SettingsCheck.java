package dev.ficus.legacy.settings;

import dev.ficus.legacy.settings.Setting.Need;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Iterator;
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
    Optional<Setting> setting = Settings.of(name);
    if (setting.isPresent()) {
      if (found != null && found.getValue() != null) {
        check(name, setting.get(), found.getValue());
      } else if (setting.get().need() == Need.REQUIRED && !isGivenByPlace(context, name)) {
        throw new IllegalArgumentException(
            "%s is missing: it must be %s".formatted(name, setting.get().rule().must()));
      }
    }
    return found;
  }

  /** Whether it is a list of which each element is set by itself; the list as a whole is not. */
  private static boolean isGivenByPlace(ConfigSourceInterceptorContext context, String name) {
    Iterator<String> names = context.iterateNames();
    while (names.hasNext()) {
      if (names.next().startsWith(name + "[")) {
        return true;
      }
    }
    return false;
  }

  private static void check(String name, Setting setting, String value) {
    if (!setting.rule().accepts(value)
        // An empty text unsets what is shipped.
        && !(value.isEmpty() && setting.need() == Need.OPTIONAL)) {
      throw new IllegalArgumentException(setting.rule().refusal(name, value));
    }
  }
}
