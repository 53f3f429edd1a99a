package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in Markdown, in two parts: what is in fenced blocks, and what does not. */
record Page(Path file, String prose, String commands) {
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)\n(.*?)^ *```");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern REFERENCE = Pattern.compile("(?m)^\\[[^\\]]+\\]:\\s+(\\S+)");
  private static final Pattern SCHEME = Pattern.compile("^[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
  private static final Pattern LINK_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");

  static Page read(Path file) throws IOException {
    String text = Files.readString(file);
    StringBuilder commands = new StringBuilder();
    FENCE
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals("sh"))
        .forEach(block -> commands.append(block.group(2)));
    return new Page(file, FENCE.matcher(text).replaceAll(""), commands.toString());
  }

  List<String> relativeLinks() {
    String text = CODE.matcher(prose).replaceAll("");
    return Stream.of(LINK, REFERENCE)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map(match -> match.group(1))
        .filter(link -> !SCHEME.matcher(link).matches())
        .toList();
  }

  /** The headings, written as links name them: lower case, hyphens for spaces, no punctuation. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING
        .matcher(prose)
        .results()
        .map(match -> anchor(match.group(1)))
        .forEach(
            anchor -> {
              int before = seen.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  private static String anchor(String heading) {
    return LINK_TEXT
        .matcher(heading.strip())
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
