package dev.ficus.legacy.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A setting of the adapter.
 *
 * @param key with words in capital letters where a name of the operator's choice is: {@code
 *     ficus.legacy.shops.NAME.line-ids}
 */
record Setting(String key, Need need, SettingRule rule) {

  private static final String NAME = "(\"[^\"]+\"|[^.*]+)";

  /** Where nothing follows, dots need no quotes. */
  private static final String LAST_NAME = "(\"[^\"]+\"|[^*]+)";

  private static final String NAME_OF_STATE = "STATE";
  private static final List<String> STATES =
      List.of("allocated", "backordered", "cancelled", "despatched");
  private static final Pattern CHOSEN = Pattern.compile("[A-Z]+");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

  /** Whether there has to be a value. */
  enum Need {
    /** It has to be set. */
    REQUIRED,
    /** It may be unset, or empty. */
    OPTIONAL,
    /** It has a default. */
    DEFAULTED
  }

  /** The key of a whole list, where this is the key of one of its elements. */
  static String ofWholeList(String name) {
    return INDEX.matcher(name).replaceFirst("");
  }

  /** Its keys with these names in the places where it has capital letters. */
  Stream<String> filled(List<String> segments) {
    List<String> own = List.of(key.split("\\."));
    String filled =
        IntStream.range(0, own.size())
            .mapToObj(
                at ->
                    own.get(at).equals(NAME_OF_STATE) || !isChosen(own.get(at))
                        ? own.get(at)
                        : segments.get(at))
            .collect(Collectors.joining("."));
    return filled.endsWith(NAME_OF_STATE)
        ? STATES.stream().map(state -> filled.replaceAll(NAME_OF_STATE + "$", state))
        : Stream.of(filled);
  }

  /** The expression that its keys match. */
  Pattern pattern() {
    return Pattern.compile(
        Arrays.stream(key.split("\\."))
            .map(
                segment ->
                    segment.equals(NAME_OF_STATE)
                        ? "(" + String.join("|", STATES) + ")"
                        : !isChosen(segment)
                            ? Pattern.quote(segment)
                            : key.endsWith("." + segment) ? LAST_NAME : NAME)
            .collect(Collectors.joining("\\.")));
  }

  /** The expression that the environment variables match by which it is set. */
  Pattern variable() {
    return Pattern.compile(
        Arrays.stream(key.split("\\."))
                .map(
                    segment ->
                        isChosen(segment)
                            ? ".+"
                            : segment.toUpperCase(Locale.ROOT).replace('-', '_'))
                .collect(Collectors.joining("_"))
            + "(_\\d+_)?");
  }

  private static boolean isChosen(String segment) {
    return CHOSEN.matcher(segment).matches();
  }
}
