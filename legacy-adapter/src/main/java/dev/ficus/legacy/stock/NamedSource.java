package dev.ficus.legacy.stock;

import java.util.Optional;

/**
 * Key of the figures of one named batch, in place of their source: the source, a tab, and the
 * batch's reference. Identifiers hold no control characters, so it is the key of nothing else. See
 * {@code figure_batch} in the database.
 */
public final class NamedSource {

  private static final char BETWEEN = '\t';

  private NamedSource() {}

  /** The key of the figures of this batch of a source. */
  public static String of(String source, String batchref) {
    return source + BETWEEN + batchref;
  }

  /** The source itself, of a key as of a source. */
  public static String sourceOf(String key) {
    int at = key.indexOf(BETWEEN);
    return at < 0 ? key : key.substring(0, at);
  }

  /** Whether it is the key of a named batch. */
  public static boolean isKey(String key) {
    return key.indexOf(BETWEEN) >= 0;
  }

  /** The reference of the batch; empty when it is a source, whose figures are of whole SKUs. */
  public static Optional<String> batchref(String key) {
    int at = key.indexOf(BETWEEN);
    return at < 0 ? Optional.empty() : Optional.of(key.substring(at + 1));
  }
}
