package dev.ficus.legacy.opening;

/** A file of all stock of which not even the header can be understood. */
public final class UnreadableFile extends IllegalArgumentException {

  private final String field;

  UnreadableFile(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The column; {@code header} when it is all of them. */
  public String field() {
    return field;
  }
}
