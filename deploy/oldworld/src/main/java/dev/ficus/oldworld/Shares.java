package dev.ficus.oldworld;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which share of all things is of a kind, written {@code kind=N}: one in N; none, where N is 0. */
public final class Shares {
  private Shares() {}

  /** A kind as it is written in options. */
  public static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads for example {@code slow=20}, {@code http-500=50}.
   *
   * @param what the kinds are, when one is refused
   * @throws IllegalArgumentException when it cannot be understood
   */
  public static <K extends Enum<K>> Map<K, Integer> parse(
      String what, Class<K> kinds, List<String> words) {
    Map<K, Integer> shares = new EnumMap<>(kinds);
    for (String text : words) {
      String[] parts = text.split("=", 2);
      K kind = kind(what, kinds, parts[0]);
      shares.put(kind, WholeNumber.parse(word(kind), parts.length == 2 ? parts[1] : "", 0));
    }
    return shares;
  }

  /** As they are written in options. */
  public static String words(Map<? extends Enum<?>, Integer> shares) {
    return shares.entrySet().stream()
        .map(share -> word(share.getKey()) + "=" + share.getValue())
        .collect(Collectors.joining(","));
  }

  static IllegalArgumentException unknown(String what, String word) {
    return new IllegalArgumentException("there is no %s called %s".formatted(what, word));
  }

  /**
   * Reads the word of a kind.
   *
   * @throws IllegalArgumentException when there is no such kind
   */
  public static <K extends Enum<K>> K kind(String what, Class<K> kinds, String word) {
    for (K kind : kinds.getEnumConstants()) {
      if (word(kind).equals(word)) {
        return kind;
      }
    }
    throw unknown(what, word);
  }
}
