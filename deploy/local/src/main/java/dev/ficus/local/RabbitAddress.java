package dev.ficus.local;

import java.net.URI;

/**
 * Where a RabbitMQ is and as whom to administer it.
 *
 * @param managementUrl {@code http://host:port} of the management HTTP API, without a slash at the
 *     end
 */
record RabbitAddress(
    String host, int port, String username, String password, String managementUrl) {
  private static final int AMQP_PORT = 5672;

  /**
   * @param amqp {@code amqp://user:password@host:port}; the port may be missing
   * @param management {@code http://host:port}
   */
  static RabbitAddress parse(String amqp, String management) {
    URI uri;
    try {
      uri = URI.create(amqp.strip());
    } catch (IllegalArgumentException malformed) {
      throw unreadable();
    }
    String credentials = uri.getRawUserInfo();
    if (!"amqp".equals(uri.getScheme())
        || uri.getHost() == null
        || credentials == null
        || credentials.indexOf(':') < 0) {
      throw unreadable();
    }
    int colon = credentials.indexOf(':');
    return new RabbitAddress(
        uri.getHost(),
        uri.getPort() < 0 ? AMQP_PORT : uri.getPort(),
        UrlText.decode(credentials.substring(0, colon)),
        UrlText.decode(credentials.substring(colon + 1)),
        management.strip().replaceAll("(/api)?/*$", ""));
  }

  private static LocalStackException unreadable() {
    // Without the value: it holds a password.
    return new LocalStackException(
        "FICUS_RABBITMQ_URL is not of the form amqp://user:password@host:port");
  }

  /** All but the virtual host. */
  String amqpUrl() {
    return "amqp://%s:%s@%s:%d"
        .formatted(UrlText.encode(username), UrlText.encode(password), host, port);
  }
}
