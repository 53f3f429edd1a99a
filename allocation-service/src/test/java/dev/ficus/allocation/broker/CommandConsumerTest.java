package dev.ficus.allocation.broker;

import static dev.ficus.local.Waiting.await;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CommandConsumerTest {
  private final AtomicInteger connected = new AtomicInteger();

  @Test
  void an_error_does_not_end_the_consumer() throws Exception {
    List<Supplier<Throwable>> failures =
        List.of(
            () -> new NoClassDefFoundError("by a test"),
            () -> new StackOverflowError("by a test"),
            () -> new IllegalStateException("by a test"),
            () -> new IOException("by a test"));
    Broker broker =
        new Broker(new NoBroker()) {
          @Override
          Connection connect(String name) throws IOException {
            Throwable failure = failures.get(connected.getAndIncrement() % failures.size()).get();
            if (failure instanceof Error error) {
              throw error;
            }
            if (failure instanceof RuntimeException unexpected) {
              throw unexpected;
            }
            throw (IOException) failure;
          }
        };
    CommandConsumer consumer =
        new CommandConsumer(broker, null, null, new PromptConsumer(), null, null);
    consumer.start(null);
    try {
      await(() -> connected.get() > failures.size());
    } finally {
      consumer.stop(null);
    }
  }

  private static final class PromptConsumer implements ConsumerSettings {
    @Override
    public int prefetch() {
      return 1;
    }

    @Override
    public long gatherMillis() {
      return 0;
    }

    @Override
    public long pauseMillis() {
      return 1;
    }
  }

  private static final class NoBroker implements BrokerSettings {
    @Override
    public String host() {
      return "localhost";
    }

    @Override
    public int port() {
      return 1;
    }

    @Override
    public String username() {
      return "nobody";
    }

    @Override
    public String password() {
      return "none";
    }

    @Override
    public String virtualHost() {
      return "/";
    }

    @Override
    public boolean ssl() {
      return false;
    }
  }
}
