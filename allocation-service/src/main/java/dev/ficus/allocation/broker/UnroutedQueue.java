package dev.ficus.allocation.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.ficus.allocation.allocating.Arrivals;
import dev.ficus.allocation.allocating.Arrivals.Entrance;
import dev.ficus.allocation.allocating.Deliveries;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.GroupSettings;
import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.UnroutedCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Empties the queue of what had a routing key that nobody knows, in groups as {@link
 * CommandConsumer} takes them. Nobody only looks at it: a message that is given back counts as
 * delivered once more, and the broker drops it after so many times.
 */
@ApplicationScoped
class UnroutedQueue implements UnroutedCommands {
  private final Broker broker;
  private final DeliveryReader reader;
  private final Deliveries deliveries;
  private final GroupSettings groups;
  private final Arrivals arrivals;

  UnroutedQueue(
      Broker broker,
      DeliveryReader reader,
      Deliveries deliveries,
      GroupSettings groups,
      Arrivals arrivals) {
    this.broker = broker;
    this.reader = reader;
    this.deliveries = deliveries;
    this.groups = groups;
    this.arrivals = arrivals;
  }

  @Override
  public TakenIn takeIn(int limit) {
    try (Connection connection = broker.connect("unrouted");
        Channel channel = connection.createChannel()) {
      long taken = 0;
      int last = takeGroup(channel, limit);
      while (last > 0) {
        taken += last;
        last = takeGroup(channel, limit - (int) taken);
      }
      return new TakenIn(taken, channel.messageCount(Topology.UNROUTED));
    } catch (IOException | TimeoutException | AlreadyClosedException e) {
      throw new Unavailable("the broker is away", e);
    }
  }

  /** Returns how many were taken in, at most so many. */
  private int takeGroup(Channel channel, int most) throws IOException {
    List<Delivery> group = new ArrayList<>();
    long tag = 0;
    while (group.size() < Math.min(most, groups.size())) {
      GetResponse got = channel.basicGet(Topology.UNROUTED, false);
      if (got == null) {
        break;
      }
      tag = got.getEnvelope().getDeliveryTag();
      group.add(reader.read(got.getEnvelope().getRoutingKey(), got.getProps(), got.getBody()));
    }
    if (!group.isEmpty()) {
      group.forEach(each -> arrivals.received(Entrance.RABBITMQ, each.command()));
      deliveries.receive(group);
      channel.basicAck(tag, true);
    }
    return group.size();
  }
}
