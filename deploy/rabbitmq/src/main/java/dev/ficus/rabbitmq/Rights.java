package dev.ficus.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the users of one team, or of one service, may do, as RabbitMQ keeps it.
 *
 * @param name of the team or service
 * @param tags what it may do at the broker's management interface
 * @param configure what it may declare and delete
 * @param write what it may publish to, and bind to something
 * @param read what it may consume, and bind something to
 * @param topics by exchange, with which routing keys it may publish and bind; at an exchange that
 *     is not there with all
 * @param commands that allocation-service carries out for it
 */
record Rights(
    String name,
    String tags,
    String configure,
    String write,
    String read,
    Map<String, TopicRights> topics,
    SortedSet<String> commands) {

  /**
   * At an exchange of kind topic.
   *
   * @param write the routing keys with which it may publish
   * @param read the keys with which it may bind, as they are written
   */
  record TopicRights(String write, String read) {}

  /** Of everybody: our own users, then the teams. */
  static List<Rights> of(List<Team> teams, Contracts contracts) {
    List<Rights> all = new ArrayList<>();
    for (FixedUser user : FixedUser.ALL) {
      all.add(
          new Rights(
              user.name(),
              user.tags(),
              user.configure(),
              user.write(),
              user.read(),
              Map.of(),
              user.commands() ? contracts.commands() : new TreeSet<>()));
    }
    teams.forEach(team -> all.add(of(team)));
    return all;
  }

  /**
   * A team declares nothing: through an exchange or a queue of its own it could send what it was
   * not granted.
   */
  private static Rights of(Team team) {
    Map<String, TopicRights> topics = new TreeMap<>();
    topics.put(Contracts.COMMANDS, new TopicRights(alternatives(team.sends()), FixedUser.NOTHING));
    team.reads()
        .forEach(
            (exchange, events) ->
                topics.put(exchange, new TopicRights(FixedUser.NOTHING, readKeys(events))));
    return new Rights(
        team.name(),
        "",
        FixedUser.NOTHING,
        team.sends().isEmpty()
            ? FixedUser.NOTHING
            : alternatives(new TreeSet<>(List.of(Contracts.COMMANDS))),
        team.reads().isEmpty() ? FixedUser.NOTHING : "^" + escaped(team.name() + ".") + ".*$",
        topics,
        team.sends());
  }

  private static String readKeys(Optional<SortedSet<String>> events) {
    return events.map(Rights::alternatives).orElse("^[^.]+$");
  }

  private static String alternatives(SortedSet<String> names) {
    return names.isEmpty()
        ? FixedUser.NOTHING
        : names.stream().map(Rights::escaped).collect(Collectors.joining("|", "^(", ")$"));
  }

  private static String escaped(String name) {
    return name.replace(".", "\\.");
  }

  boolean mayConfigure(String resource) {
    return matches(configure, resource);
  }

  boolean mayWrite(String resource) {
    return matches(write, resource);
  }

  boolean mayRead(String resource) {
    return matches(read, resource);
  }

  /** Whether it may publish at this exchange with this routing key. */
  boolean mayPublish(String exchange, String key) {
    TopicRights topic = topics.get(exchange);
    return mayWrite(exchange) && (topic == null || matches(topic.write(), key));
  }

  /** Whether it may bind a queue to this exchange by this key. */
  boolean mayBind(String queue, String exchange, String key) {
    TopicRights topic = topics.get(exchange);
    return mayWrite(queue) && mayRead(exchange) && (topic == null || matches(topic.read(), key));
  }

  private static boolean matches(String pattern, String name) {
    return Pattern.compile(pattern).matcher(name).find();
  }
}
