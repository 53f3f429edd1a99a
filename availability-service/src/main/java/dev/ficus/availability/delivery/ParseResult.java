package dev.ficus.availability.delivery;

/** The result of parsing a text: its value, or why it is refused. */
public sealed interface ParseResult<T> {

  /** The text could be read. */
  record Parsed<T>(T value) implements ParseResult<T> {}

  /**
   * The text could not be read.
   *
   * @param field the name of what is wrong, as in CSV and JSON
   * @param reason what is wrong with it, for whoever wrote it
   */
  record Refused<T>(String field, String reason) implements ParseResult<T> {

    /** The same refusal, where something else was to be read. */
    public <U> Refused<U> as() {
      return new Refused<>(field, reason);
    }
  }
}
