package dev.ficus.rabbitmq;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ficus.rabbitmq.Rights.TopicRights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Definitions of a broker: one virtual host with its users, what they may do, the exchanges, and
 * the queues that teams read. Our services declare their own queues.
 */
public final class Definitions {
  /** The virtual host in which users have the bare names of teams and services. */
  public static final String USUAL_HOST = "ficus";

  private static final String UNROUTED = "allocation.commands.unrouted";
  private static final String UNDELIVERED = "ficus.undelivered";

  /** So often a message may be handed out again: -1 would be none at all for some releases. */
  private static final int DELIVERY_LIMIT = 1_000_000;

  /** What a team leaves unread beyond this is dropped, the oldest first. */
  private static final int MOST_UNREAD = 1_000_000;

  private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
  private static final Map<String, Object> IN_ORDER =
      new TreeMap<>(Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));

  private final String virtualHost;
  private final List<Team> teams;
  private final Contracts contracts;
  private final List<Rights> rights;

  /**
   * @param virtualHost whose users, unless it is {@value #USUAL_HOST}, have its name behind theirs:
   *     a broker knows users once, and those of a second virtual host are others
   */
  public Definitions(String virtualHost, List<Team> teams, Contracts contracts) {
    this.virtualHost = virtualHost;
    this.teams = teams;
    this.contracts = contracts;
    this.rights = Rights.of(teams, contracts);
  }

  /** The names of all that need a password: our services, monitoring, the operator, the teams. */
  public List<String> names() {
    return rights.stream().map(Rights::name).toList();
  }

  /** The user of the broker that a team or service has, or that a password's file makes of it. */
  public String user(String name) {
    return virtualHost.equals(USUAL_HOST) ? name : name + "@" + virtualHost;
  }

  List<Rights> rights() {
    return rights;
  }

  List<Team> teams() {
    return teams;
  }

  Contracts contracts() {
    return contracts;
  }

  String virtualHost() {
    return virtualHost;
  }

  private record Document(
      List<VirtualHostRow> vhosts,
      List<UserRow> users,
      List<PermissionRow> permissions,
      @JsonProperty("topic_permissions") List<TopicPermissionRow> topicPermissions,
      List<PolicyRow> policies,
      List<ExchangeRow> exchanges,
      List<QueueRow> queues,
      List<BindingRow> bindings) {}

  private record VirtualHostRow(String name) {}

  private record UserRow(
      String name,
      @JsonProperty("password_hash") String passwordHash,
      @JsonProperty("hashing_algorithm") String hashingAlgorithm,
      String tags) {}

  private record PermissionRow(
      String user, String vhost, String configure, String write, String read) {}

  private record TopicPermissionRow(
      String user, String vhost, String exchange, String write, String read) {}

  private record PolicyRow(
      String vhost,
      String name,
      String pattern,
      @JsonProperty("apply-to") String applyTo,
      int priority,
      Map<String, Object> definition) {}

  /** An exchange, as it is declared. */
  record ExchangeRow(
      String name,
      String vhost,
      String type,
      boolean durable,
      @JsonProperty("auto_delete") boolean autoDelete,
      boolean internal,
      Map<String, Object> arguments) {}

  /** A queue, as it is declared. */
  record QueueRow(
      String name,
      String vhost,
      boolean durable,
      @JsonProperty("auto_delete") boolean autoDelete,
      Map<String, Object> arguments) {}

  /** A binding of a queue. */
  record BindingRow(
      String source,
      String vhost,
      String destination,
      @JsonProperty("destination_type") String destinationType,
      @JsonProperty("routing_key") String routingKey,
      Map<String, Object> arguments) {}

  /** All of it as RabbitMQ imports it: JSON text, without a password. */
  public String json(Passwords passwords) {
    List<UserRow> users = new ArrayList<>();
    List<PermissionRow> permissions = new ArrayList<>();
    List<TopicPermissionRow> topics = new ArrayList<>();
    for (Rights each : rights) {
      passwords
          .of(each.name())
          .forEach(
              (name, hash) -> {
                String user = user(name);
                users.add(new UserRow(user, hash, "rabbit_password_hashing_sha256", each.tags()));
                permissions.add(
                    new PermissionRow(
                        user, virtualHost, each.configure(), each.write(), each.read()));
                each.topics()
                    .forEach(
                        (exchange, topic) -> topics.add(topicPermission(user, exchange, topic)));
              });
    }
    Document document =
        new Document(
            List.of(new VirtualHostRow(virtualHost)),
            users,
            permissions,
            topics,
            policies(),
            exchanges(),
            queues(),
            bindings());
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(document)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private TopicPermissionRow topicPermission(String user, String exchange, TopicRights topic) {
    return new TopicPermissionRow(user, virtualHost, exchange, topic.write(), topic.read());
  }

  private List<PolicyRow> policies() {
    Map<String, Object> commands = new TreeMap<>();
    commands.put("delivery-limit", DELIVERY_LIMIT);
    commands.put("dead-letter-exchange", UNROUTED);
    commands.put("dead-letter-strategy", "at-least-once");
    commands.put("overflow", "reject-publish");
    Map<String, Object> events = new TreeMap<>();
    events.put("delivery-limit", DELIVERY_LIMIT);
    events.put("dead-letter-exchange", UNDELIVERED);
    Map<String, Object> kept = new TreeMap<>(Map.of("delivery-limit", DELIVERY_LIMIT));
    List<PolicyRow> policies = new ArrayList<>();
    policies.add(policy("commands", "^allocation\\.commands$", commands));
    policies.add(
        policy(
            "events",
            "^(availability\\.allocation-events|legacy-adapter\\.(shadow\\.)?placements)$",
            events));
    policies.add(policy("kept", "^(allocation\\.commands\\.unrouted|ficus\\.undelivered)$", kept));
    for (Team team : teams) {
      Map<String, Object> unread = new TreeMap<>();
      unread.put("delivery-limit", DELIVERY_LIMIT);
      unread.put("max-length", MOST_UNREAD);
      unread.put("overflow", "drop-head");
      policies.add(policy("team " + team.name(), "^" + team.name() + "\\.", unread));
    }
    return policies;
  }

  private PolicyRow policy(String name, String pattern, Map<String, Object> definition) {
    return new PolicyRow(virtualHost, name, pattern, "queues", 10, definition);
  }

  List<ExchangeRow> exchanges() {
    List<ExchangeRow> exchanges = new ArrayList<>();
    exchanges.add(exchange(Contracts.COMMANDS, "topic", Map.of("alternate-exchange", UNROUTED)));
    exchanges.add(exchange(UNROUTED, "fanout", Map.of()));
    exchanges.add(exchange(UNDELIVERED, "fanout", Map.of()));
    for (String events : contracts.eventsByExchange().keySet()) {
      exchanges.add(exchange(events, "topic", Map.of()));
    }
    return exchanges;
  }

  private ExchangeRow exchange(String name, String type, Map<String, Object> arguments) {
    return new ExchangeRow(name, virtualHost, type, true, false, false, arguments);
  }

  List<QueueRow> queues() {
    List<QueueRow> queues = new ArrayList<>();
    queues.add(new QueueRow(UNDELIVERED, virtualHost, true, false, QUORUM));
    for (Team team : teams) {
      for (String exchange : team.reads().keySet()) {
        queues.add(new QueueRow(team.queue(exchange), virtualHost, true, false, IN_ORDER));
      }
    }
    return queues;
  }

  List<BindingRow> bindings() {
    List<BindingRow> bindings = new ArrayList<>();
    bindings.add(binding(UNDELIVERED, UNDELIVERED, ""));
    for (Team team : teams) {
      for (Map.Entry<String, Optional<SortedSet<String>>> each : team.reads().entrySet()) {
        String exchange = each.getKey();
        for (String key : each.getValue().orElse(new TreeSet<>(List.of("*")))) {
          bindings.add(binding(exchange, team.queue(exchange), key));
        }
      }
    }
    return bindings;
  }

  private BindingRow binding(String exchange, String queue, String key) {
    return new BindingRow(exchange, virtualHost, queue, "queue", key, Map.of());
  }

  /**
   * The grants that allocation-service reads: a line of commands for each team and service that may
   * send any.
   */
  public String grants() {
    StringBuilder lines = new StringBuilder();
    lines.append(
        "# Who may send which command to allocation-service. Made by deploy/rabbitmq/definitions.\n");
    for (Rights each : rights) {
      if (!each.commands().isEmpty()) {
        lines
            .append(each.name())
            .append(" = ")
            .append(String.join(", ", each.commands()))
            .append('\n');
      }
    }
    return lines.toString();
  }
}
