package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page about renewing certificates, typed in. */
final class RenewalPage {

  /** A block of commands and, where there is one right behind it, what it prints. */
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```sh\n((?s:.*?))^```\n(?:\n```\n((?s:.*?))^```\n)?");

  /** What containers would do, as far as it can be done without them: show the broker's file. */
  private static final String CONTAINERS =
      """
      docker() {
        echo "docker $*" >>containers
        case "$*" in *s_client*) cat secret/rabbitmq.pem ;; esac
      }
      set -e
      """;

  private RenewalPage() {}

  /**
   * Runs every block in bash, in order, and compares what it prints.
   *
   * @param compose the folder of the scripts
   */
  static void run(Path compose, MadeSecrets secrets) throws IOException, InterruptedException {
    Path root = Files.createDirectories(compose.resolve("root"));
    Files.createDirectories(root.resolve("deploy"));
    Files.createSymbolicLink(root.resolve("deploy/compose"), compose);
    String page = Files.readString(Path.of("../runbooks/renewing-certificates.md"));
    StringBuilder typed =
        new StringBuilder(CONTAINERS.replace(">>containers", ">>" + root.resolve("containers")));
    typed.append("cd ").append(root).append('\n');
    StringBuilder shown = new StringBuilder();
    int blocks = 0;
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      typed.append(block.group(1)).append("echo \"-- ").append(++blocks).append("\"\n");
      shown.append(block.group(2) == null ? "" : block.group(2)).append("-- " + blocks + "\n");
    }
    assertEquals(4, blocks);
    String printed = secrets.run("bash", "-c", typed.toString());
    String pattern =
        shown
            .toString()
            .lines()
            .map(line -> Pattern.quote(line).replace("…", "\\E.*\\Q"))
            .collect(Collectors.joining("\n", "", "\n"));
    assertTrue(printed.matches(pattern), () -> printed + "is not\n" + shown);
    String told = Files.readString(root.resolve("containers"));
    assertTrue(told.contains("docker compose exec postgres psql"), told);
    assertTrue(told.contains("docker compose exec rabbitmq rabbitmqctl"), told);
  }
}
