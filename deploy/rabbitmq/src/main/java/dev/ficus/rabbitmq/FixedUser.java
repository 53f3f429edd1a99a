package dev.ficus.rabbitmq;

import java.util.List;
import java.util.Set;

/**
 * A user that every installation has, with its rights as RabbitMQ's regular expressions over names
 * of exchanges and queues.
 *
 * @param name without a number or a virtual host behind it
 * @param tags what it may do at the broker's management interface
 * @param configure what it may declare and delete
 * @param write what it may publish to, and bind to something
 * @param read what it may consume, and bind something to
 * @param commands whether it may send commands to allocation-service: then all of them
 */
record FixedUser(
    String name, String tags, String configure, String write, String read, boolean commands) {
  /** What matches nothing. */
  static final String NOTHING = "^$";

  /**
   * Our services declare what they use, whichever of them starts first; hence the overlaps. The
   * exchange without a name, by which a queue is written to directly, is for replays alone. In the
   * virtual host of a shadow the adapter's queue has another name, so that it is never the real
   * one.
   */
  static final List<FixedUser> ALL =
      List.of(
          new FixedUser(
              "allocation-service",
              "",
              "^allocation\\.(commands|commands\\.unrouted|events)$",
              "^(allocation\\.(commands|commands\\.unrouted|events)|amq\\.default)$",
              "^allocation\\.(commands|commands\\.unrouted)$",
              false),
          new FixedUser(
              "availability-service",
              "",
              "^(allocation\\.events|availability\\.(events|allocation-events)|amq\\.gen-.*)$",
              "^(availability\\.(events|allocation-events)|amq\\.gen-.*)$",
              "^(allocation\\.events|availability\\.allocation-events|amq\\.gen-.*)$",
              false),
          new FixedUser(
              "legacy-adapter",
              "",
              "^(allocation\\.(commands|commands\\.unrouted|events)|legacy-adapter\\.(shadow\\.)?placements|legacy\\.events)$",
              "^(allocation\\.(commands|commands\\.unrouted)|legacy-adapter\\.(shadow\\.)?placements|legacy\\.events)$",
              "^(allocation\\.(commands|commands\\.unrouted|events)|legacy-adapter\\.(shadow\\.)?placements)$",
              true),
          new FixedUser("monitoring", "monitoring", NOTHING, NOTHING, NOTHING, false),
          // Who administers the broker can give itself any right; until then it sends nothing.
          new FixedUser("operator", "administrator", ".*", NOTHING, ".*", false));

  /** Names that would stand for something of the broker's or of Ficus's as a whole. */
  static final Set<String> RESERVED = Set.of("amq", "ficus", "guest", "admin", "administrator");
}
