package dev.ficus.legacy.wires;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * What is refused at start where access is required: passwords that everybody knows, and wires that
 * leave this machine without TLS and have not been named as such. The two other services have the
 * same.
 */
public final class WireRules {

  private static final String PLAIN = "ficus.wires.plain";
  private static final String DATABASE = "quarkus.datasource.jdbc.url";
  private static final String SSL_MODE =
      "quarkus.datasource.jdbc.additional-jdbc-properties.sslmode";
  private static final Set<String> KNOWN_PASSWORDS =
      Set.of("", "ficus", "guest", "postgres", "password", "secret", "changeme");
  private static final Pattern JDBC_HOSTS = Pattern.compile("jdbc:postgresql://([^/?]*)");
  private static final Pattern VERIFIED = Pattern.compile("[?&]sslmode=verify-full(&|$)");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|", Pattern.CASE_INSENSITIVE);

  private final Config config;
  private final String broker;
  private final Set<String> plain;
  private final List<String> wrong = new ArrayList<>();

  private WireRules(Config config, String broker) {
    this.config = config;
    this.broker = broker;
    this.plain =
        value(PLAIN).stream()
            .flatMap(all -> Arrays.stream(all.split(",")))
            .map(String::strip)
            .collect(Collectors.toSet());
  }

  /**
   * All that is wrong, in words that name the keys, and never a value that may be secret.
   *
   * @param broker what the keys of the broker begin with
   * @param services keys of the addresses of our other services
   */
  public static List<String> of(Config config, String broker, List<String> services) {
    if (config
        .getOptionalValue("ficus.access", String.class)
        .filter(WireRules::isOpen)
        .isPresent()) {
      return List.of();
    }
    WireRules rules = new WireRules(config, broker);
    rules.passwords();
    rules.broker();
    rules.database();
    services.forEach(rules::service);
    return rules.wrong;
  }

  private static boolean isOpen(String access) {
    return access.strip().equalsIgnoreCase("open");
  }

  private void passwords() {
    for (String key : List.of(broker + "password", "quarkus.datasource.password")) {
      String password = value(key).orElse("");
      if (KNOWN_PASSWORDS.contains(password.strip().toLowerCase(Locale.ROOT))) {
        wrong.add(
            "%s is %s: access is required (ficus.access), so it must be a password of its own"
                .formatted(
                    key, password.isBlank() ? "not set" : "a password that everybody knows"));
      }
    }
  }

  private void broker() {
    if (leaves(value(broker + "host").orElse("localhost"))
        && value(broker + "ssl").filter(ssl -> ssl.strip().equalsIgnoreCase("true")).isEmpty()) {
      refuse("broker", broker + "ssl must be true");
    }
  }

  private void database() {
    String url = value(DATABASE).orElse("");
    Matcher hosts = JDBC_HOSTS.matcher(url);
    boolean verified =
        VERIFIED.matcher(url).find()
            || value(SSL_MODE).filter(mode -> mode.strip().equals("verify-full")).isPresent();
    if (!verified
        && hosts.find()
        && Arrays.stream(hosts.group(1).split(","))
            .anyMatch(host -> leaves(host.replaceFirst(":\\d+$", "")))) {
      refuse("database", DATABASE + " must have sslmode=verify-full");
    }
  }

  private void service(String key) {
    value(key)
        .map(address -> URI.create(address.strip()))
        .filter(address -> !"https".equalsIgnoreCase(address.getScheme()))
        .filter(address -> leaves(String.valueOf(address.getHost())))
        .ifPresent(address -> refuse("services", key + " must begin with https"));
  }

  private void refuse(String wire, String must) {
    if (!plain.contains(wire)) {
      wrong.add(
          "%s: access is required (ficus.access), and without TLS others can read along; where the network itself keeps them out, %s=%s"
              .formatted(must, PLAIN, wire));
    }
  }

  private static boolean leaves(String host) {
    return !LOOPBACK.matcher(host).matches();
  }

  private Optional<String> value(String key) {
    return config.getOptionalValue(key, String.class);
  }
}
