package dev.ficus.oldworld.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a program of the old world writes its documents.
 *
 * @param charset what the bytes are: UTF-8 or ISO-8859-1
 * @param label what the document says they are; empty when it says nothing
 * @param nil nothing is {@code <nil/>}, otherwise an empty text
 * @param numbersAsText numbers are texts, decimals with the places their column has
 * @param emptyArrays a struct without members is an empty array, since PHP knows no difference
 * @param untypedText texts have no {@code <string>} around them
 * @param lineBreak what is written between the elements
 */
public record Style(
    Charset charset,
    String label,
    boolean nil,
    boolean numbersAsText,
    boolean emptyArrays,
    boolean untypedText,
    String lineBreak) {

  /** UTF-8, every value of its type, a line break between values. */
  public static final Style PLAIN =
      new Style(StandardCharsets.UTF_8, "UTF-8", true, false, false, false, "\n");

  /** The same, with bytes that are {@code charset} and said to be {@code label}. */
  public Style in(Charset charset, String label) {
    return new Style(charset, label, nil, numbersAsText, emptyArrays, untypedText, lineBreak);
  }
}
