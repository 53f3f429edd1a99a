package dev.ficus.legacy.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.legacy.placement.Placements;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Address of the shadow's broker, which is never our own: names and ports may lead to the same one
 * by another way, so with each connection it is looked whether a queue that is made here is to be
 * seen there. The monolith's orders would be fulfilled twice.
 */
final class ShadowAddress implements Connecting {

  private static final Logger LOG = Logger.getLogger(ShadowAddress.class);
  private static final int STOPPING_MILLISECONDS = 1_000;

  private final Connecting real;
  private final Connecting shadow;
  private volatile String refusedFor;

  ShadowAddress(Connecting real, Connecting shadow) {
    this.real = real;
    this.shadow = shadow;
  }

  @Override
  public String user() {
    return shadow.user();
  }

  /**
   * A connection to it.
   *
   * @throws IOException also when it turns out to be our own
   */
  @Override
  public Connection connect() throws IOException, TimeoutException {
    Connection connection = shadow.connect();
    boolean ours = true;
    try {
      ours = isOurs(connection);
    } finally {
      if (ours) {
        connection.abort(STOPPING_MILLISECONDS);
      }
    }
    if (ours) {
      String why =
          "%s is where our own commands go: ficus.legacy.shadow.virtual-host must be another"
              .formatted(shadow);
      if (refusedFor == null) {
        LOG.errorf("The shadow is not fed: %s", why);
      }
      refusedFor = why;
      throw new IOException(why);
    }
    refusedFor = null;
    return connection;
  }

  /** Why nothing is sent there, when it has turned out to be our own. */
  Optional<String> refusedFor() {
    return Optional.ofNullable(refusedFor);
  }

  private boolean isOurs(Connection connection) throws IOException, TimeoutException {
    if (has(connection, Placements.QUEUE)) {
      return true;
    }
    Connection own = real.connect();
    try {
      Channel channel = own.createChannel();
      return has(connection, channel.queueDeclare().getQueue());
    } catch (IOException refused) {
      if (reply(refused) != AMQP.ACCESS_REFUSED) {
        throw refused;
      }
      // Who may make no queue has not made that of our placements either: somebody else has, and
      // it is not there.
      return false;
    } finally {
      own.abort(STOPPING_MILLISECONDS);
    }
  }

  /** Whether there is a queue of this name, be it somebody else's alone. */
  private static boolean has(Connection connection, String queue)
      throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclarePassive(queue);
      channel.close();
      return true;
    } catch (IOException e) {
      int reply = reply(e);
      if (reply == AMQP.NOT_FOUND) {
        return false;
      }
      if (reply == AMQP.RESOURCE_LOCKED) {
        return true;
      }
      throw e;
    }
  }

  private static int reply(IOException failure) {
    return failure.getCause() instanceof ShutdownSignalException signal
            && signal.getReason() instanceof AMQP.Channel.Close close
        ? close.getReplyCode()
        : 0;
  }

  @Override
  public String toString() {
    return shadow.toString();
  }
}
