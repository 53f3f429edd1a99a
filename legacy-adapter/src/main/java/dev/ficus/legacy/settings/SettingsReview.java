package dev.ficus.legacy.settings;

import dev.ficus.legacy.outgoing.Address;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The check of the settings together: keys that are no settings, names of what is not configured,
 * settings that contradict each other.
 */
final class SettingsReview {

  private static final String VARIABLE = "FICUS_LEGACY_";

  /** What Kubernetes sets of itself in each container for a service named ficus-legacy-… */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          VARIABLE
              + "\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  private static final Pattern SHOP = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int SLIPS = 3;

  private final Set<String> names = new TreeSet<>();
  private final Map<String, String> values = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  private SettingsReview(Config config) {
    config.getPropertyNames().forEach(names::add);
    for (String name : names) {
      if (Settings.of(name).isPresent()) {
        Optional.ofNullable(config.getConfigValue(name).getValue())
            .ifPresent(value -> values.put(name, value));
      }
    }
  }

  /** All that is wrong, in words that name the keys. */
  static List<String> of(Config config) {
    SettingsReview review = new SettingsReview(config);
    review.keys();
    review.names();
    review.paths();
    review.addresses("ficus.legacy.pulling.feeds.", ".url", ".basic-user", ".basic-password");
    review.addresses("ficus.legacy.pushing.shops.", ".url", ".basic-user", ".basic-password");
    review.addresses("ficus.legacy.opening.monoliths.", ".url", ".user", ".password");
    review.addresses("ficus.legacy.promises.", ".url", ".user", ".password");
    review.addresses("ficus.legacy.set-aside.", ".url", ".user", ".password");
    review.captures();
    review.wrong.addAll(ShadowReview.of(config));
    review.senders(config.getOptionalValue("ficus.access", String.class));
    return review.wrong;
  }

  private void keys() {
    names.stream()
        .filter(name -> name.startsWith(VARIABLE) || !isOfVariable(name))
        .flatMap(SettingsReview::unknown)
        .forEach(wrong::add);
  }

  /** Whether it is a guess at the key that an environment variable means, which is there itself. */
  private boolean isOfVariable(String name) {
    return names.contains(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
  }

  /** What to say of this name where it sets nothing. */
  private static Stream<String> unknown(String name) {
    if (name.startsWith(VARIABLE)) {
      return Settings.hasVariable(name) || OF_KUBERNETES.matcher(name).matches()
          ? Stream.empty()
          : Stream.of(name + " sets nothing: SETTINGS.md has all settings");
    }
    if (!name.startsWith(Settings.PREFIX) || Settings.of(name).isPresent()) {
      return Stream.empty();
    }
    List<String> segments = List.of(name.split("\\."));
    return Stream.of(
        name
            + " is no setting: "
            + Settings.ALL.stream()
                .filter(setting -> setting.key().split("\\.").length == segments.size())
                .flatMap(setting -> setting.filled(segments))
                .filter(key -> slips(name, key) <= SLIPS)
                .min((one, other) -> slips(name, one) - slips(name, other))
                .map("did you mean %s?"::formatted)
                .orElse("SETTINGS.md has all settings"));
  }

  /** How many letters must be added, left out or replaced to get from one text to the other. */
  private static int slips(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, at -> at);
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  /** The names that are in keys after this prefix. */
  private Set<String> named(String prefix) {
    Set<String> found = new TreeSet<>();
    values.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> bare(segment(key, prefix)))
        .forEach(found::add);
    return found;
  }

  private static String segment(String key, String prefix) {
    String rest = key.substring(prefix.length());
    int end = rest.startsWith("\"") ? rest.indexOf('"', 1) + 1 : rest.indexOf('.');
    return rest.substring(0, end);
  }

  private static String bare(String name) {
    return name.replace("\"", "");
  }

  private Stream<Map.Entry<String, String>> each(String prefix, String last) {
    return values.entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .filter(each -> each.getKey().equals(prefix + segment(each.getKey(), prefix) + last));
  }

  private void mustBeOneOf(String prefix, String last, Set<String> known, String what) {
    each(prefix, last)
        .filter(each -> !known.contains(each.getValue().strip()))
        .forEach(
            each ->
                wrong.add(
                    "%s must be the name of a %s (%s), but is %s"
                        .formatted(
                            each.getKey(), what, String.join(", ", known), each.getValue())));
  }

  private void names() {
    Set<String> shops = named("ficus.legacy.shops.");
    for (String shop : shops) {
      if (!SHOP.matcher(shop).matches()) {
        wrong.add(
            "ficus.legacy.shops.%s must have a name of 1 to 64 letters, digits, dots and dashes"
                .formatted(shop));
      }
    }
    for (String feeds : List.of("ficus.legacy.feeds.", "ficus.legacy.pulling.feeds.")) {
      mustBeOneOf(feeds, ".shop", shops, "shop");
      mustBeOneOf(feeds, ".dialect", named("ficus.legacy.dialects."), "dialect");
    }
    mustBeOneOf("ficus.legacy.opening.monoliths.", ".shop", shops, "shop");
    Set<String> sources = sources(shops);
    for (String prefix :
        List.of(
            "ficus.legacy.sources.",
            "ficus.legacy.set-aside.",
            "ficus.legacy.promises.",
            "ficus.legacy.answered-promises.")) {
      named(prefix).stream()
          .filter(source -> !sources.contains(source))
          .forEach(
              source ->
                  wrong.add(
                      "%s%s must have the name of a shop's source (%s)"
                          .formatted(prefix, source, String.join(", ", sources))));
    }
    for (String shop : named("ficus.legacy.pushing.shops.")) {
      if (!shops.contains(shop)) {
        wrong.add(
            "ficus.legacy.pushing.shops.%s must have the name of a shop (%s)"
                .formatted(shop, String.join(", ", shops)));
      }
    }
  }

  /** The monoliths whose stock these shops sell. */
  private Set<String> sources(Set<String> shops) {
    String prefix = "ficus.legacy.shops.";
    Map<String, String> sources = new TreeMap<>();
    shops.forEach(shop -> sources.put(shop, shop));
    each(prefix, ".source")
        .filter(each -> !each.getValue().isEmpty())
        .forEach(each -> sources.put(bare(segment(each.getKey(), prefix)), each.getValue()));
    return new TreeSet<>(sources.values());
  }

  private void paths() {
    Map<String, String> keys = new TreeMap<>();
    each("ficus.legacy.feeds.", ".path")
        .forEach(
            each -> {
              String before = keys.putIfAbsent(each.getValue().strip(), each.getKey());
              if (before != null) {
                wrong.add(
                    "%s must be a path of its own, but is %s, as %s is"
                        .formatted(each.getKey(), each.getValue(), before));
              }
            });
  }

  private void addresses(String prefix, String address, String user, String password) {
    each(prefix, address)
        .forEach(
            each -> {
              String keys = prefix + segment(each.getKey(), prefix);
              try {
                Address.of(
                    URI.create(each.getValue().strip()),
                    set(keys + user),
                    set(keys + password),
                    each.getKey());
              } catch (IllegalArgumentException contradiction) {
                wrong.add(contradiction.getMessage());
              }
            });
  }

  /** Who is let in by name is not everybody; and where somebody has to be named, nobody is both. */
  private void senders(Optional<String> access) {
    boolean required = access.map(String::strip).filter("open"::equalsIgnoreCase).isEmpty();
    String prefix = "ficus.legacy.feeds.";
    for (String path : each(prefix, ".path").map(Map.Entry::getKey).toList()) {
      String keys = prefix + segment(path, prefix);
      boolean named =
          values.entrySet().stream()
              .anyMatch(
                  each -> each.getKey().startsWith(keys + ".users.") && !each.getValue().isEmpty());
      boolean open = set(keys + ".open").filter(SettingRule::isTrue).isPresent();
      if (named && open) {
        wrong.add("%s.open is true, and so nobody may be named in %s.users".formatted(keys, keys));
      }
      if (required && !named && !open) {
        wrong.add(
            ("%s.users names nobody who may call %s: name a user with a hash of the password, or let"
                    + " anybody call by %s.open=true")
                .formatted(keys, values.get(path).strip(), keys));
      }
    }
  }

  private Optional<String> set(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  private void captures() {
    Set<String> feeds = named("ficus.legacy.feeds.");
    feeds.addAll(named("ficus.legacy.pulling.feeds."));
    List<String> captured =
        values.entrySet().stream()
            .filter(each -> Setting.ofWholeList(each.getKey()).equals("ficus.legacy.capture.feeds"))
            .flatMap(each -> Arrays.stream(each.getValue().split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : captured) {
      if (!feeds.contains(name)) {
        wrong.add(
            "ficus.legacy.capture.feeds must be names of feeds (%s), but has %s"
                .formatted(String.join(", ", feeds), name));
      }
    }
    Optional<String> protection = set("ficus.legacy.capture.protection");
    if (!captured.isEmpty() && protection.isEmpty()) {
      wrong.add(
          "ficus.legacy.capture.protection is missing: where ficus.legacy.capture.feeds names any,"
              + " it must be masked or encrypted, because calls name customers");
    }
    if (protection.filter("encrypted"::equalsIgnoreCase).isPresent()
        && set("ficus.legacy.capture.key").isEmpty()) {
      wrong.add(
          "ficus.legacy.capture.key is missing: where ficus.legacy.capture.protection is encrypted,"
              + " it must be 32 bytes in base64");
    }
  }
}
