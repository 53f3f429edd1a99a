package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands of a page for operators: its fenced blocks of {@code sh}, in their order. A fenced
 * block without a language that follows one is what it prints.
 *
 * @param page its file name
 */
record Runbook(String page, List<CommandBlock> blocks) {
  private static final String FENCE = "```";

  /**
   * Commands that are typed in together.
   *
   * @param heading what they are under, without its marks
   * @param line of the page, at which they begin
   * @param prints what they print; a line of {@code …} stands for any lines or none, and within a
   *     line for any text
   */
  record CommandBlock(
      String page, String heading, int line, String commands, Optional<String> prints) {

    /**
     * Whether they have printed what the page shows; what it shows nothing of may print anything.
     */
    boolean hasPrinted(String output) {
      return prints
          .map(shown -> Pattern.matches(pattern(shown), output.isEmpty() ? "" : output + "\n"))
          .orElse(true);
    }

    private static String pattern(String shown) {
      return shown
          .lines()
          .map(
              each ->
                  each.equals("…")
                      ? "(?:.*\n)*"
                      : Pattern.quote(each).replace("…", "\\E.*\\Q") + "\n")
          .collect(Collectors.joining());
    }

    @Override
    public String toString() {
      return "%s:%d (%s)".formatted(page, line, heading);
    }
  }

  /**
   * Reads a page.
   *
   * @throws IllegalStateException when a fence of it is none that is known here, so that nothing of
   *     it stays unread
   */
  static Runbook read(Path file) throws IOException {
    String page = file.getFileName().toString();
    List<String> lines = Files.readAllLines(file);
    List<CommandBlock> blocks = new ArrayList<>();
    String heading = "";
    boolean follows = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith(FENCE)) {
        heading = line.startsWith("#") ? line.replaceFirst("^#+ ", "") : heading;
        follows &= line.isBlank();
        continue;
      }
      int end = i + 1;
      while (!lines.get(end).equals(FENCE)) {
        end++;
      }
      String content = String.join("\n", lines.subList(i + 1, end));
      if (line.equals(FENCE + "sh")) {
        blocks.add(new CommandBlock(page, heading, i + 2, content, Optional.empty()));
        follows = true;
      } else if (line.equals(FENCE) && follows) {
        CommandBlock last = blocks.remove(blocks.size() - 1);
        blocks.add(
            new CommandBlock(
                last.page(), last.heading(), last.line(), last.commands(), Optional.of(content)));
        follows = false;
      } else {
        throw new IllegalStateException("%s:%d is a block of nothing".formatted(page, i + 1));
      }
      i = end;
    }
    return new Runbook(page, List.copyOf(blocks));
  }

  /** Those under a heading. */
  List<CommandBlock> under(String heading) {
    List<CommandBlock> found =
        blocks.stream().filter(each -> each.heading().equals(heading)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(page + " has no commands under " + heading);
    }
    return found;
  }
}
