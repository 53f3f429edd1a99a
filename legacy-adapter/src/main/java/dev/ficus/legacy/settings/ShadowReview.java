package dev.ficus.legacy.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The check of the shadow's addresses: they must be none of our own. What it is fed is the
 * monolith's, and would be fulfilled a second time.
 */
final class ShadowReview {

  private static final String SHADOW = Settings.PREFIX + "shadow.";
  private static final String VIRTUAL_HOST = SHADOW + "virtual-host";
  private static final String ALLOCATION = SHADOW + "allocation-url";
  private static final String OWN_ALLOCATION = Settings.PREFIX + "allocation.url";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Config config;

  private ShadowReview(Config config) {
    this.config = config;
  }

  /** All that is wrong, in words that name the keys. */
  static List<String> of(Config config) {
    ShadowReview review = new ShadowReview(config);
    return review.value(VIRTUAL_HOST).isEmpty() ? review.unused() : review.same();
  }

  private List<String> unused() {
    return List.of("host", "port", "username", "password", "allocation-url").stream()
        .map(key -> SHADOW + key)
        .filter(key -> value(key).isPresent())
        .map(
            key ->
                "%s is missing: without it there is no shadow, and %s sets nothing"
                    .formatted(VIRTUAL_HOST, key))
        .toList();
  }

  private List<String> same() {
    List<String> wrong = new ArrayList<>();
    String ownHost = value("rabbitmq-host").orElse("localhost");
    String ownPort = value("rabbitmq-port").orElse("5672");
    if (value(VIRTUAL_HOST).equals(value("rabbitmq-virtual-host").or(() -> Optional.of("/")))
        && value(SHADOW + "port").orElse(ownPort).equals(ownPort)
        && areSame(value(SHADOW + "host").orElse(ownHost), ownHost)) {
      wrong.add(
          ("%s must be another than rabbitmq-virtual-host, or %shost and %sport another broker than"
                  + " rabbitmq-host and rabbitmq-port: this is where our own commands go")
              .formatted(VIRTUAL_HOST, SHADOW, SHADOW));
    }
    plain().ifPresent(wrong::add);
    Optional<String> allocation = value(ALLOCATION);
    if (allocation.isEmpty()) {
      wrong.add(
          "%s is missing: where %s is set it must be the address of the second allocation-service"
              .formatted(ALLOCATION, VIRTUAL_HOST));
    } else if (areSame(
        URI.create(allocation.get()),
        URI.create(value(OWN_ALLOCATION).orElse("http://localhost:8081")))) {
      wrong.add(
          "%s must be another allocation-service than %s".formatted(ALLOCATION, OWN_ALLOCATION));
    }
    return wrong;
  }

  /** The broker of the shadow is called like our own, with TLS or without. */
  private Optional<String> plain() {
    boolean asked =
        value("ficus.access").filter(access -> access.equalsIgnoreCase("open")).isEmpty();
    boolean secret =
        value("rabbitmq-ssl").filter(ssl -> ssl.equalsIgnoreCase("true")).isPresent()
            || value("ficus.wires.plain")
                .filter(wires -> List.of(wires.split("\\s*,\\s*")).contains("broker"))
                .isPresent();
    return value(SHADOW + "host")
        .filter(host -> asked && !secret && !LOOPBACK.matcher(host).matches())
        .map(
            host ->
                ("rabbitmq-ssl must be true: access is required (ficus.access), and %shost is another"
                        + " machine; where the network itself keeps others out,"
                        + " ficus.wires.plain=broker")
                    .formatted(SHADOW));
  }

  private static boolean areSame(URI one, URI other) {
    return port(one) == port(other)
        && path(one).equals(path(other))
        && areSame(String.valueOf(one.getHost()), String.valueOf(other.getHost()));
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? HTTPS : HTTP;
  }

  private static String path(URI address) {
    return Optional.ofNullable(address.getPath()).orElse("").replaceAll("/+$", "");
  }

  /** Whether two names are of one machine, as far as can be found out now. */
  private static boolean areSame(String one, String other) {
    if (one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT))) {
      return true;
    }
    Set<InetAddress> both = addresses(one);
    both.retainAll(addresses(other));
    return !both.isEmpty();
  }

  private static Set<InetAddress> addresses(String host) {
    try {
      return new HashSet<>(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException notNow) {
      return new HashSet<>();
    }
  }

  private Optional<String> value(String key) {
    return config
        .getOptionalValue(key, String.class)
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
