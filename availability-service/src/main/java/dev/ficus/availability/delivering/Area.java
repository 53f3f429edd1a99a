package dev.ficus.availability.delivering;

import dev.ficus.availability.delivering.Reading.Read;
import dev.ficus.availability.delivering.Reading.Refused;

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
  public static Reading<Area> read(String text) {
    if (text.strip().equals(EVERYWHERE_ELSE)) {
      return new Read<>(ELSEWHERE);
    }
    Reading<Destination> within = Destination.read(text);
    if (within instanceof Refused<Destination> refused) {
      return new Refused<>(
          refused.field(), refused.reason() + "; everywhere else is " + EVERYWHERE_ELSE);
    }
    return new Read<>(new Area(((Read<Destination>) within).value()));
  }

  /** The text, as {@link #read} takes it. */
  @Override
  public String toString() {
    return within == null ? EVERYWHERE_ELSE : within.toString();
  }
}
