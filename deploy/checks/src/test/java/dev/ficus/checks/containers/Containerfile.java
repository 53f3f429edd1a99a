package dev.ficus.checks.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions of a Containerfile, comments and line ends left out.
 *
 * @param name of the file
 */
record Containerfile(String name, List<Instruction> instructions) {

  /**
   * One instruction.
   *
   * @param keyword in capitals
   * @param rest what it is about, on one line
   */
  record Instruction(String keyword, String rest) {
    boolean is(String wanted) {
      return keyword.equals(wanted);
    }
  }

  static Containerfile read(Path file) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      whole.append(goesOn ? line.substring(0, line.length() - 1) : line);
      if (!goesOn) {
        String[] words = whole.toString().strip().split("\\s+", 2);
        instructions.add(new Instruction(words[0], words.length == 1 ? "" : words[1]));
        whole.setLength(0);
      }
    }
    return new Containerfile(file.getFileName().toString(), instructions);
  }

  /** What makes the image itself: the instructions of its last stage. */
  List<Instruction> lastStage() {
    int from = 0;
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i).is("FROM")) {
        from = i;
      }
    }
    return instructions.subList(from, instructions.size());
  }

  /** What follows this keyword in the last stage, once for each time it is there. */
  List<String> last(String keyword) {
    return lastStage().stream().filter(each -> each.is(keyword)).map(Instruction::rest).toList();
  }
}
