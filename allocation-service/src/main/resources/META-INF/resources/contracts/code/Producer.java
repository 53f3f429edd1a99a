import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.*;
import java.io.IOException;
import java.util.*;
import java.util.concurrent.TimeoutException;

/** Purchases ten units of a product and orders three of them: Producer SKU BATCHREF ORDERID */
public class Producer {
  record Command(String name, String id, Map<String, Object> body) {}

  public static void main(String[] args) throws Exception {
    ConnectionFactory broker = new ConnectionFactory();
    broker.setUri(System.getenv().getOrDefault("AMQP_URL", "amqp://guest:guest@localhost:5672/%2F"));
    broker.setAutomaticRecoveryEnabled(false); // We send again by ourselves what was not confirmed.
    String sku = args[0], batchref = args[1], orderid = args[2];
    // An id belongs to the command, not to the attempt: store both before the first one.
    Deque<Command> unsent = new ArrayDeque<>(List.of(
        new Command("create_batch", UUID.randomUUID().toString(),
            Map.of("batchref", batchref, "sku", sku, "qty", 10)),
        new Command("allocate", UUID.randomUUID().toString(),
            // The line's next change has revision 2, whoever sends it and whenever it arrives.
            Map.of("orderid", orderid, "sku", sku, "qty", 3, "revision", 1))));
    while (!unsent.isEmpty()) {
      try (Connection connection = broker.newConnection("yourteam")) {
        send(connection.createChannel(), unsent, broker.getUsername());
      } catch (IOException | TimeoutException | ShutdownSignalException unknown) {
        if (isRefused(unknown)) { // Sending again will not help.
          System.err.println(unsent.peek().name() + " is refused: " + unknown);
          System.exit(1);
        }
        // Perhaps it arrived, perhaps not. Sent again under the same id it takes effect once.
        System.err.println("Trying again: " + unknown);
        Thread.sleep(1000);
      }
    }
  }

  /** It is not granted to this user, or came under another's name. */
  static boolean isRefused(Exception failure) {
    Throwable closed = failure instanceof ShutdownSignalException ? failure : failure.getCause();
    return closed instanceof ShutdownSignalException signal
        && signal.getReason() instanceof AMQP.Channel.Close close
        && (close.getReplyCode() == 403 || close.getReplyCode() == 406);
  }

  /** One at a time, which is slow: many may be in flight, as long as each is confirmed in the end. */
  static void send(Channel channel, Deque<Command> unsent, String user)
      throws IOException, TimeoutException, InterruptedException {
    channel.confirmSelect();
    channel.addReturnListener(returned -> { // Nobody would keep it: repeating will not help.
      System.err.println("No queue for " + returned.getRoutingKey() + ": " + returned.getReplyText());
      System.exit(1);
    });
    while (!unsent.isEmpty()) {
      Command command = unsent.peek();
      AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
          .contentType("application/json")
          .deliveryMode(2) // Survives a restart of the broker.
          .messageId(command.id())
          .userId(user) // Whose command it is; any other name is refused.
          .appId("yourteam")
          .build();
      boolean mandatory = true;
      channel.basicPublish("allocation.commands", command.name(), mandatory, properties,
          new ObjectMapper().writeValueAsBytes(command.body()));
      channel.waitForConfirmsOrDie(10_000);
      System.out.println("Confirmed " + command.name() + " " + command.id());
      unsent.remove();
    }
  }
}
