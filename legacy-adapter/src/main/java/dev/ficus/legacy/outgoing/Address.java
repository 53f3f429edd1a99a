package dev.ficus.legacy.outgoing;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The configured address of another system, and how to authenticate there by HTTP Basic. What is
 * printed of it holds no password.
 */
public final class Address {

  private final URI uri;
  private final String root;
  private final Optional<String> authorization;

  private Address(URI uri, Optional<String> authorization) {
    this.uri = uri;
    this.root =
        uri.getScheme()
            + "://"
            + uri.getRawAuthority()
            + Optional.ofNullable(uri.getRawPath()).orElse("").replaceAll("/+$", "");
    this.authorization = authorization;
  }

  /**
   * An address as it is configured, perhaps with a user and a password: {@code
   * https://user:password@host/path}.
   *
   * @param key the setting, for the message
   * @throws IllegalArgumentException when it is no address of HTTP
   */
  public static Address of(URI configured, String key) {
    return of(configured, Optional.empty(), Optional.empty(), key);
  }

  /**
   * The same with a user and a password from settings of their own.
   *
   * @throws IllegalArgumentException also when the address itself has others, or a user's name has
   *     a colon, which HTTP Basic cannot transmit
   */
  public static Address of(
      URI configured, Optional<String> user, Optional<String> password, String key) {
    String scheme = String.valueOf(configured.getScheme());
    if (configured.getHost() == null
        || !scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      throw new IllegalArgumentException(key + " is no address such as http://host/path");
    }
    String inside = configured.getRawUserInfo();
    if (inside != null && user.isPresent()) {
      throw new IllegalArgumentException(key + " names a user, and so does a setting of its own");
    }
    if (user.isEmpty() && password.isPresent()) {
      throw new IllegalArgumentException(key + " has a password and no user");
    }
    if (user.filter(name -> name.contains(":")).isPresent()) {
      throw new IllegalArgumentException(key + " has a user with a colon in its name");
    }
    return new Address(
        withoutUser(configured, key),
        Optional.ofNullable(inside)
            .map(Address::decoded)
            .or(() -> user.map(name -> name + ":" + password.orElse("")))
            .map(Address::basic));
  }

  /** The address as such. */
  public URI uri() {
    return uri;
  }

  /**
   * What is below it.
   *
   * @param path begins with a slash; with a query, if any
   */
  public URI at(String path) {
    return URI.create(root + path);
  }

  /** The value of the header Authorization. */
  Optional<String> authorization() {
    return authorization;
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static URI withoutUser(URI configured, String key) {
    String authority =
        configured.getPort() < 0
            ? configured.getHost()
            : configured.getHost() + ":" + configured.getPort();
    String path = Optional.ofNullable(configured.getRawPath()).orElse("");
    String query = configured.getRawQuery() == null ? "" : "?" + configured.getRawQuery();
    try {
      return new URI(configured.getScheme() + "://" + authority + path + query);
    } catch (URISyntaxException impossible) {
      throw new IllegalArgumentException(key + " is no address such as http://host/path");
    }
  }

  private static String decoded(String userInfo) {
    String both = userInfo.contains(":") ? userInfo : userInfo + ":";
    // A plus is a plus here, unlike in a form.
    return URLDecoder.decode(both.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }
}
