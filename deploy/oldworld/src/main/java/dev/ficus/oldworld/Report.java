package dev.ficus.oldworld;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the old shop tells whoever started it, one line each on standard output: words separated by
 * spaces, each percent-encoded, since order numbers and messages may hold anything.
 *
 * @param what what happened
 * @param order the order it happened to; empty when it is about no single one
 * @param lines the number of lines it is about
 * @param detail for people: why
 */
public record Report(What what, String order, int lines, String detail) {

  /** What can happen. */
  public enum What {
    /** The feed was read; as many orders as {@code detail} says are going to be sent. */
    OPENED,
    /** The adapter took an order. */
    ACCEPTED,
    /** The adapter did not take an order, however often it was asked. */
    REFUSED,
    /** The adapter took the cancellation of an order. */
    CANCELLED,
    /** The adapter did not take a cancellation, however often it was asked. */
    NOT_CANCELLED,
    /** A call failed and is going to be repeated. */
    REPEATING,
    /**
     * A call planted before this order, whose order had no number, was answered with {@code
     * detail}.
     */
    NAMELESS,
    /**
     * A call planted before this order, which ended in the middle, was answered with {@code
     * detail}.
     */
    CUT_OFF,
    /** Nothing more will happen. */
    CLOSED
  }

  static Report of(What what, Order order, String detail) {
    return new Report(what, order.id(), order.lines().size(), detail);
  }

  /** The report as one line, without the line's end. */
  public String toLine() {
    return Stream.of(what.name(), Integer.toString(lines), order, detail)
        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }

  /** The report a line holds; empty when it holds none. */
  public static Optional<Report> parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Report(
              What.valueOf(words[0]),
              decode(words[2]),
              Integer.parseInt(words[1]),
              decode(words[3])));
    } catch (IllegalArgumentException noReport) {
      return Optional.empty();
    }
  }

  private static String decode(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }
}
