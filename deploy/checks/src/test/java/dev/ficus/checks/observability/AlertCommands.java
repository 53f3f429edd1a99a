package dev.ficus.checks.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands in the pages of the alerts, typed in. What they ask of a service is asked of the one
 * that runs here; a broker's programs and a cluster's, which are not here, do nothing.
 */
final class AlertCommands {
  private static final Path PAGES = Path.of("../runbooks/alerts");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final Pattern ADDRESS = Pattern.compile("localhost:(\\d{4})");

  private static final Pattern ANSWER =
      Pattern.compile("(?<status>\\d{3}) (?<address>\\S+) (?<type>[^ ;]*)(?<more>.*)$");

  /** What a page leaves to its reader; nothing is there of such a name. */
  private static final Pattern LEFT_OPEN =
      Pattern.compile("\\b(WAVE|SHOP|NUMBER|FEED|BATCHREF|MESSAGE_ID|ID)\\b");

  private static final String PROGRAMS =
      """
      curl() {
        command curl -s -o "$ANSWERS.body" -w '%{http_code} %{url_effective} %{content_type}' "$@" >>"$ANSWERS"
        if grep -q 'nothing at this path' "$ANSWERS.body"; then echo ' wrong path'; else echo; fi >>"$ANSWERS"
      }
      rabbitmqctl() { :; }
      kubectl() { :; }
      """;

  private AlertCommands() {}

  /**
   * Types all of them in.
   *
   * @param addresses by the port that the pages have, {@code host:port} of who is asked here
   * @param folder for what is noted meanwhile
   * @return the answers, each {@code page: status address type}
   */
  static List<String> answers(Map<String, String> addresses, Path folder)
      throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.sorted().toList()) {
        String blocks =
            BLOCK
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        typed(blocks, addresses, folder)
            .forEach(answer -> answers.add(page.getFileName() + ": " + answer));
      }
    }
    return answers;
  }

  /** The same for some lines of such a page. */
  static List<String> typed(String lines, Map<String, String> addresses, Path folder)
      throws IOException, InterruptedException {
    Path noted = Files.createTempFile(folder, "answers", ".txt");
    String filledIn =
        LEFT_OPEN.matcher(lines).replaceAll(open -> open.group().equals("ID") ? "0" : "absent");
    run(ADDRESS.matcher(filledIn).replaceAll(address -> addresses.get(address.group(1))), noted);
    return Files.readAllLines(noted);
  }

  private static void run(String block, Path noted) throws IOException, InterruptedException {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", PROGRAMS + block);
    bash.environment().put("ANSWERS", noted.toAbsolutePath().toString());
    Process run = bash.redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes());
    run.waitFor();
    if (!said.isBlank()) {
      throw new IllegalStateException(block + said);
    }
  }

  /**
   * Whether whoever was asked knows such a request, and would have carried it out had there been
   * what it is about.
   */
  static boolean isUnderstood(String answer) {
    Matcher parts = ANSWER.matcher(answer);
    if (!parts.find()) {
      return false;
    }
    boolean isRefusal =
        parts.group("type").equals("application/problem+json")
            && Set.of("404", "409", "502").contains(parts.group("status"))
            && !parts.group("more").endsWith("wrong path");
    // Such an address is not asked but sent orders: whoever says so is there.
    boolean isFeed =
        parts.group("status").equals("405") && parts.group("address").endsWith("/api/xmlrpc");
    return parts.group("status").startsWith("2") || isRefusal || isFeed;
  }
}
