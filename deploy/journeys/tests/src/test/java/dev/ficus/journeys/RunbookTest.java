package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.Runbook.CommandBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is run of a page for operators, and when it has printed what the page shows. */
class RunbookTest {
  @TempDir Path folder;

  @Test
  void its_blocks_are_read_with_their_headings_and_with_what_they_print() throws IOException {
    Runbook page =
        read(
            """
            # A page

            ## Look

            ```sh
            echo a
            echo b
            ```

            ```
            a
            b
            ```

            Words.

            ```sh
            echo c
            ```
            ### Do

            ```sh
            echo d
            ```
            """);
    assertEquals(
        List.of(
            new CommandBlock("page.md", "Look", 6, "echo a\necho b", Optional.of("a\nb")),
            new CommandBlock("page.md", "Look", 18, "echo c", Optional.empty()),
            new CommandBlock("page.md", "Do", 23, "echo d", Optional.empty())),
        page.blocks());
    assertEquals(List.of("echo d"), page.under("Do").stream().map(CommandBlock::commands).toList());
    assertThrows(IllegalArgumentException.class, () -> page.under("Undo"));
  }

  @Test
  void a_block_that_would_be_passed_over_is_refused() {
    assertThrows(IllegalStateException.class, () -> read("```bash\nrm x\n```\n"));
    assertThrows(IllegalStateException.class, () -> read("```sh\nls\n```\nWords.\n```\na\n```\n"));
    assertThrows(IllegalStateException.class, () -> read("```\na\n```\n"));
  }

  @Test
  void what_is_another_each_time_may_be_anything_and_nothing_else_may() {
    assertTrue(printing("a\nb").hasPrinted("a\nb"));
    assertFalse(printing("a\nb").hasPrinted("a\nb\nc"));
    assertFalse(printing("a\nb").hasPrinted("a"));
    assertTrue(printing("…: b.").hasPrinted("17: b."));
    assertFalse(printing("…: b.").hasPrinted("17: bc"));
    assertFalse(printing("a … b").hasPrinted("a 1\n2 b"));
    assertTrue(printing("a\n…").hasPrinted("a"));
    assertTrue(printing("a\n…\nz").hasPrinted("a\nb\nc\nz"));
    assertTrue(printing("…").hasPrinted(""));
    assertTrue(new CommandBlock("p", "", 1, "ls", Optional.empty()).hasPrinted("anything"));
  }

  private static CommandBlock printing(String shown) {
    return new CommandBlock("p", "", 1, "ls", Optional.of(shown));
  }

  private Runbook read(String text) throws IOException {
    return Runbook.read(Files.writeString(folder.resolve("page.md"), text));
  }
}
