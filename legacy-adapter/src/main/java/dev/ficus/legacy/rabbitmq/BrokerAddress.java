package dev.ficus.legacy.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Address of the broker, by the same keys as in the other services. */
@ApplicationScoped
class BrokerAddress implements Connecting {

  private static final int MILLISECONDS = 5_000;
  private static final int HEARTBEAT_SECONDS = 10;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final String description;

  @Inject
  BrokerAddress(
      @ConfigProperty(name = "rabbitmq-host") String host,
      @ConfigProperty(name = "rabbitmq-port") int port,
      @ConfigProperty(name = "rabbitmq-username") String username,
      @ConfigProperty(name = "rabbitmq-password") String password,
      @ConfigProperty(name = "rabbitmq-virtual-host") String virtualHost,
      @ConfigProperty(name = "rabbitmq-ssl") boolean ssl)
      throws GeneralSecurityException {
    factory.setHost(host);
    factory.setPort(port);
    factory.setUsername(username);
    factory.setPassword(password);
    factory.setVirtualHost(virtualHost);
    factory.setConnectionTimeout(MILLISECONDS);
    factory.setHandshakeTimeout(MILLISECONDS);
    factory.setChannelRpcTimeout(2 * MILLISECONDS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    // A recovered channel counts its messages from 1 again, and a confirm would be taken for that
    // of
    // an older message. Here a connection that is lost stays lost, with all it had under way.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    if (ssl) {
      factory.useSslProtocol(SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    description = host + ":" + port + " " + virtualHost;
  }

  /** The same broker but for what is given here. */
  BrokerAddress with(
      Optional<String> host,
      Optional<Integer> port,
      String virtualHost,
      Optional<String> username,
      Optional<String> password)
      throws GeneralSecurityException {
    return new BrokerAddress(
        host.orElse(factory.getHost()),
        port.orElse(factory.getPort()),
        username.orElse(factory.getUsername()),
        password.orElse(factory.getPassword()),
        virtualHost,
        factory.isSSL());
  }

  @Override
  public String user() {
    return factory.getUsername();
  }

  @Override
  public Connection connect() throws IOException, TimeoutException {
    return factory.newConnection("legacy-adapter");
  }

  @Override
  public String toString() {
    return description;
  }
}
