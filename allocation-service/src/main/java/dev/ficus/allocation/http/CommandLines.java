package dev.ficus.allocation.http;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import java.io.IOException;

/** The commands of a bulk call, read one by one while they come in. */
interface CommandLines {
  /** Bytes that one command may have. */
  int LONGEST = 64 * 1024;

  /**
   * One of command and defect is null.
   *
   * @param number of the line, from 1
   */
  record InputLine(int number, Command command, Malformed defect) {}

  /** The next line that is not blank; null at the end. */
  InputLine next() throws IOException;
}
