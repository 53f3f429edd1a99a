package dev.ficus.local;

/**
 * A fresh, empty RabbitMQ virtual host on which the user may do everything.
 *
 * @param host where the broker listens for AMQP 0-9-1
 * @param port the port of that listener
 * @param username the user to connect as; it may use the management API too
 * @param password the password of that user
 * @param name the name of the virtual host
 * @param amqpUrl all of the above as {@code amqp://user:password@host:port/name}
 * @param managementUrl base address of the management HTTP API, {@code http://host:port}, without
 *     {@code /api}
 */
public record VirtualHost(
    String host,
    int port,
    String username,
    String password,
    String name,
    String amqpUrl,
    String managementUrl) {

  /** The same virtual host for another user. */
  public VirtualHost as(String username, String password) {
    String url =
        "amqp://%s:%s@%s:%d/%s"
            .formatted(UrlText.encode(username), UrlText.encode(password), host, port, name);
    return new VirtualHost(host, port, username, password, name, url, managementUrl);
  }

  /** The management API, as this user calls it. */
  public ManagementApi management() {
    return new ManagementApi(managementUrl, username, password);
  }
}
