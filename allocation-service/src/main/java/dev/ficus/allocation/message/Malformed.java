package dev.ficus.allocation.message;

/**
 * A value that breaks the syntax of its field: the sender's mistake, whatever the state of the
 * stock. The message says what is wrong in words for the sender.
 */
public final class Malformed extends IllegalArgumentException {
  private final String field;

  /**
   * @param field name of the field in messages
   * @param problem what is wrong with it, without the field's name
   */
  public Malformed(String field, String problem) {
    super(field + " " + problem);
    this.field = field;
  }

  /** Name of the offending field in messages. */
  public String field() {
    return field;
  }
}
