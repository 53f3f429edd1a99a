package dev.ficus.rabbitmq;

import dev.ficus.rabbitmq.Definitions.BindingRow;
import dev.ficus.rabbitmq.Definitions.ExchangeRow;
import dev.ficus.rabbitmq.Definitions.QueueRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each user may do with each exchange, each message and each queue: as a table for people, and
 * as what a test tries at a broker.
 */
public final class AccessTable {
  /** The queues that our services declare by themselves. */
  private static final List<String> OF_SERVICES =
      List.of(
          "allocation.commands",
          "allocation.commands.unrouted",
          "availability.allocation-events",
          "legacy-adapter.placements");

  /** Stands for any routing key that is no message's. */
  public static final String OTHER_KEY = "anything_else";

  private static final String DECLARE = "declare";
  private static final String PUBLISH = "publish";
  private static final String BIND = "bind";
  private static final String GETS = "gets";
  private static final String CONSUME = "consume";
  private static final String DEFAULT_EXCHANGE = "amq.default";

  private final Definitions definitions;
  private final List<Line> lines = new ArrayList<>();

  public AccessTable(Definitions definitions) {
    this.definitions = definitions;
    for (ExchangeRow exchange : definitions.exchanges()) {
      exchange(exchange);
    }
    line(Kind.QUEUES_BY_NAME, "", "", rights -> rights.mayWrite(DEFAULT_EXCHANGE), PUBLISH);
    for (String queue : queueNames()) {
      line(
          Kind.QUEUE,
          queue,
          "",
          Map.of(
              DECLARE, rights -> rights.mayConfigure(queue),
              BIND, rights -> rights.mayWrite(queue),
              CONSUME, rights -> rights.mayRead(queue)));
    }
  }

  /** What a line is about. */
  public enum Kind {
    /** An exchange that takes every routing key, or the declaration of one that does not. */
    EXCHANGE,
    /** A routing key at an exchange of kind topic. */
    MESSAGE,
    /** The exchange without a name, by which each queue can be written to directly. */
    QUEUES_BY_NAME,
    /** A queue. */
    QUEUE
  }

  /**
   * A line of the table.
   *
   * @param name of the exchange or queue
   * @param key routing key of a message, else empty
   * @param may what each may do, by the name of the team or service: {@code declare}, {@code
   *     publish}, {@code consume}, {@code bind} (a queue is bound by whoever may bind it and the
   *     exchange), and {@code gets} where it is bound to a queue of the team
   */
  public record Line(Kind kind, String name, String key, Map<String, Set<String>> may) {
    /** Whether this team or service may do this. */
    public boolean allows(String who, String what) {
      return may.get(who).contains(what);
    }
  }

  private interface Question {
    boolean answer(Rights rights);
  }

  private void exchange(ExchangeRow exchange) {
    String name = exchange.name();
    Question declare = rights -> rights.mayConfigure(name);
    if (!exchange.type().equals("topic")) {
      line(
          Kind.EXCHANGE,
          name,
          "",
          Map.of(
              DECLARE, declare,
              PUBLISH, rights -> rights.mayWrite(name),
              BIND, rights -> rights.mayRead(name)));
      return;
    }
    line(Kind.EXCHANGE, name, "", declare, DECLARE);
    for (String key : keys(name)) {
      line(
          Kind.MESSAGE,
          name,
          key,
          Map.of(
              PUBLISH, rights -> rights.mayPublish(name, key),
              BIND, rights -> rights.mayRead(name),
              GETS, rights -> gets(rights.name(), name, key)));
    }
  }

  private Set<String> keys(String exchange) {
    Set<String> keys =
        new LinkedHashSet<>(
            exchange.equals(Contracts.COMMANDS)
                ? definitions.contracts().commands()
                : definitions.contracts().eventsByExchange().get(exchange));
    keys.add(OTHER_KEY);
    return keys;
  }

  private boolean gets(String who, String exchange, String key) {
    return definitions.teams().stream()
        .filter(team -> team.name().equals(who) && team.reads().containsKey(exchange))
        .anyMatch(
            team ->
                definitions.bindings().stream()
                    .filter(binding -> binding.source().equals(exchange))
                    .filter(binding -> binding.destination().equals(team.queue(exchange)))
                    .map(BindingRow::routingKey)
                    .anyMatch(bound -> bound.equals("*") || bound.equals(key)));
  }

  private void line(Kind kind, String name, String key, Question question, String what) {
    line(kind, name, key, Map.of(what, question));
  }

  private void line(Kind kind, String name, String key, Map<String, Question> questions) {
    Map<String, Set<String>> may = new TreeMap<>();
    for (Rights rights : definitions.rights()) {
      Set<String> allowed = new LinkedHashSet<>();
      for (String what : List.of(DECLARE, PUBLISH, BIND, GETS, CONSUME)) {
        if (questions.containsKey(what) && questions.get(what).answer(rights)) {
          allowed.add(what);
        }
      }
      may.put(rights.name(), allowed);
    }
    lines.add(new Line(kind, name, key, may));
  }

  /** All lines, in the order of the table. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The teams and services, in the order of the table. */
  public List<String> names() {
    return definitions.names();
  }

  /** All exchanges, by name, with their kind. */
  public Map<String, String> exchangeTypes() {
    Map<String, String> types = new TreeMap<>();
    definitions.exchanges().forEach(exchange -> types.put(exchange.name(), exchange.type()));
    return types;
  }

  /** All queues with a name of their own. */
  public List<String> queueNames() {
    List<String> names = new ArrayList<>(OF_SERVICES);
    definitions.queues().stream().map(QueueRow::name).forEach(names::add);
    return names;
  }

  /** Whether somebody may bind a queue to an exchange by a key. */
  public boolean mayBind(String who, String queue, String exchange, String key) {
    return definitions.rights().stream()
        .filter(rights -> rights.name().equals(who))
        .anyMatch(rights -> rights.mayBind(queue, exchange, key));
  }

  /** The commands that allocation-service carries out for a team or service. */
  public SortedSet<String> granted(String who) {
    return definitions.rights().stream()
        .filter(rights -> rights.name().equals(who))
        .map(Rights::commands)
        .findFirst()
        .orElseThrow();
  }

  /** The table as Markdown, a line of text each. */
  public List<String> markdown() {
    List<String> text = new ArrayList<>();
    text.add("| | " + String.join(" | ", names()) + " |");
    text.add("|---" + "|---".repeat(names().size()) + "|");
    for (Line line : lines) {
      text.add(
          names().stream()
              .map(name -> String.join(", ", line.may().get(name)))
              .collect(Collectors.joining(" | ", "| " + title(line) + " | ", " |")));
    }
    return text;
  }

  private static String title(Line line) {
    return switch (line.kind()) {
      case EXCHANGE -> "exchange `%s`".formatted(line.name());
      case MESSAGE ->
          line.key().equals(OTHER_KEY)
              ? "`%s`, any other key".formatted(line.name())
              : "`%s` `%s`".formatted(line.name(), line.key());
      case QUEUES_BY_NAME -> "any queue, by its name";
      case QUEUE -> "queue `%s`".formatted(line.name());
    };
  }
}
