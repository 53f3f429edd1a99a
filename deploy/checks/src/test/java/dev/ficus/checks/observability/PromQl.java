package dev.ficus.checks.observability;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions of Prometheus' language, as far as it takes to see which series they name. */
final class PromQl {
  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
  private static final Pattern NAME =
      Pattern.compile(
          "([a-zA-Z_:][\\w:]*)\\s*(\\{(?:[^{}\"]|\"(?:[^\"\\\\]|\\\\.)*\")*})?(\\s*\\()?");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan");

  private PromQl() {}

  /** The selectors of an expression: names of metrics with what follows in braces. */
  static Set<String> selectors(String expression) {
    Set<String> selectors = new LinkedHashSet<>();
    String plain = RANGE.matcher(LABELS.matcher(expression).replaceAll(" ")).replaceAll(" ");
    Matcher names = NAME.matcher(plain);
    while (names.find()) {
      if (names.group(3) == null && !WORDS.contains(names.group(1))) {
        selectors.add(names.group(1) + (names.group(2) == null ? "" : names.group(2)));
      }
    }
    return selectors;
  }
}
