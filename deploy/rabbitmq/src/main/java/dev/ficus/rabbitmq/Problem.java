package dev.ficus.rabbitmq;

/**
 * What is wrong with a file, in words for whoever wrote it.
 *
 * @param file its name
 * @param field what in it; empty when it is the file as a whole
 * @param words what is wrong, and what would be right
 */
public record Problem(String file, String field, String words) {
  @Override
  public String toString() {
    return field.isEmpty() ? file + ": " + words : file + ": " + field + ": " + words;
  }
}
