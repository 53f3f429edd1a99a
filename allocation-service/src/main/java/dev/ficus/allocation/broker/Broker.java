package dev.ficus.allocation.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/**
 * Connections to RabbitMQ. They do not recover by themselves: who holds one has to know when it is
 * gone, because delivery tags and confirms of the old one mean nothing on the next.
 */
@ApplicationScoped
class Broker {
  private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;
  private static final int HEARTBEAT_SECONDS = 10;

  private final ConnectionFactory factory = new ConnectionFactory();

  Broker(BrokerSettings settings) throws GeneralSecurityException {
    factory.setHost(settings.host());
    factory.setPort(settings.port());
    factory.setUsername(settings.username());
    factory.setPassword(settings.password());
    factory.setVirtualHost(settings.virtualHost());
    if (settings.ssl()) {
      factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
  }

  /** Whom this service logs in as; the broker takes no message under another name. */
  String user() {
    return factory.getUsername();
  }

  /**
   * Connects and declares what this service uses.
   *
   * @param name what the connection is for, as the broker's operator sees it
   * @throws IOException when the broker is away or has the exchanges declared otherwise
   */
  Connection connect(String name) throws IOException {
    try {
      Connection connection = factory.newConnection("allocation-service " + name);
      try {
        Topology.declare(connection);
        return connection;
      } catch (IOException | RuntimeException e) {
        connection.abort();
        throw e;
      }
    } catch (TimeoutException e) {
      throw new IOException("the broker does not answer", e);
    }
  }
}
