package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.shop.ShopServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+[a-z]");

  @Test
  void the_readme_has_every_option_that_a_program_has() throws Exception {
    Set<String> written =
        OPTION
            .matcher(Files.readString(Path.of("../README.md")))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    for (Program program : new Program[] {ShopServer.program(), Monolith.program()}) {
      Set<String> missing =
          new TreeSet<>(program.commandLine().getCommandSpec().optionsMap().keySet());
      missing.remove("-h");
      missing.removeAll(written);
      assertTrue(missing.isEmpty(), () -> "not in README.md: " + missing);
    }
  }
}
