package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of an SQL script, as far as rules about them need it: in small letters, with one
 * blank between words, without comments. What is quoted as text stands as {@code ''}, so that no
 * word in it is taken for SQL.
 */
final class SqlStatements {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>--[^\\n]*|/\\*.*?\\*/)"
              + "|(?<text>'(?:[^']|'')*'|(?<tag>\\$\\w*\\$).*?\\k<tag>)"
              + "|(?<name>\"(?:[^\"]|\"\")*\")"
              + "|(?<end>;)"
              + "|(?<other>.)",
          Pattern.DOTALL);

  private SqlStatements() {}

  static List<String> of(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    Matcher token = TOKEN.matcher(script);
    while (token.find()) {
      if (token.group("comment") != null) {
        statement.append(' ');
      } else if (token.group("text") != null) {
        statement.append("''");
      } else if (token.group("end") != null) {
        add(statement, statements);
      } else {
        statement.append(token.group());
      }
    }
    add(statement, statements);
    return statements;
  }

  private static void add(StringBuilder statement, List<String> statements) {
    String text = statement.toString().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    statement.setLength(0);
    if (!text.isEmpty()) {
      statements.add(text);
    }
  }

  /** The parts between commas, except those in brackets. */
  static List<String> parts(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < list.length(); i++) {
      char each = list.charAt(i);
      depth += each == '(' ? 1 : each == ')' ? -1 : 0;
      if (each == ',' && depth == 0) {
        parts.add(list.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    parts.add(list.substring(begin).strip());
    return parts;
  }
}
