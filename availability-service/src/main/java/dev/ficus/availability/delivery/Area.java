package dev.ficus.availability.delivery;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;

/**
 * The destinations to which a lead time applies: a country, those whose postcode begins alike, or
 * everywhere else.
 *
 * @param within what the destinations begin with; {@code null} means everywhere else
 */
public record Area(Destination within) {

  /** Wherever no other area reaches; its text is {@code *}. */
  public static final Area ELSEWHERE = new Area(null);

  private static final String EVERYWHERE_ELSE = "*";

  /** Reads a destination, or {@code *}. */
  public static ParseResult<Area> read(String text) {
    if (text.strip().equals(EVERYWHERE_ELSE)) {
      return new Parsed<>(ELSEWHERE);
    }
    ParseResult<Destination> within = Destination.read(text);
    if (within instanceof Refused<Destination> refused) {
      return new Refused<>(
          refused.field(), refused.reason() + "; everywhere else is " + EVERYWHERE_ELSE);
    }
    return new Parsed<>(new Area(((Parsed<Destination>) within).value()));
  }

  /** The text, as {@link #read} takes it. */
  @Override
  public String toString() {
    return within == null ? EVERYWHERE_ELSE : within.toString();
  }
}
