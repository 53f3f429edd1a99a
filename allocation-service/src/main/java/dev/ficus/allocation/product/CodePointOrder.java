package dev.ficus.allocation.product;

import java.util.Comparator;

/**
 * Sorts as the database's collation "C" does: by code point. {@link String#compareTo} goes by
 * UTF-16 unit and would put U+FF5E after U+10000.
 */
public final class CodePointOrder implements Comparator<String> {
  public static final Comparator<String> INSTANCE = new CodePointOrder();

  private CodePointOrder() {}

  @Override
  public int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        // Surrogates stand for code points above all other units.
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Character.isSurrogate(l) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
