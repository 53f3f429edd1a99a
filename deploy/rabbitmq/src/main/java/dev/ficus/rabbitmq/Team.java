package dev.ficus.rabbitmq;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a team may do.
 *
 * @param name of the team, of its user and of its queues
 * @param sends the commands that it may send
 * @param reads the events that it gets, by exchange; empty for all of version 1, those of later
 *     releases included
 */
public record Team(
    String name, SortedSet<String> sends, Map<String, Optional<SortedSet<String>>> reads) {

  /** The queue in which it gets the events of an exchange. */
  public String queue(String exchange) {
    return name + "." + exchange.replace('.', '-');
  }
}
