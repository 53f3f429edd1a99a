package dev.ficus.availability.delivering;

import dev.ficus.availability.delivering.Reading.Read;
import dev.ficus.availability.delivering.Reading.Refused;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where goods are sent. Its text is {@code GB} or {@code GB-SW1A}; how it is written (small
 * letters, spaces and dashes inside the postcode) makes no difference.
 *
 * <p>A destination begins with another by the letters of their postcodes alone, without the space:
 * {@code GB-KA27} begins KA27 8DL, and KA2 7AA as well. Postcode areas such as {@code GB-KA} are
 * safe.
 *
 * @param country ISO 3166 alpha-2, in capitals
 * @param postcode the postcode or its beginning, 0 to 10 letters and digits, in capitals
 */
public record Destination(String country, String postcode) {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Pattern POSTCODE = Pattern.compile("[A-Z0-9]{0,10}");
  private static final Pattern TEXT = Pattern.compile("([A-Za-z]{2})(?:-([A-Za-z0-9 -]*))?");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if there is no such country, or the postcode is none
   */
  public Destination {
    if (!COUNTRIES.contains(country)) {
      throw new IllegalArgumentException("no country of ISO 3166: " + country);
    }
    if (!POSTCODE.matcher(postcode).matches()) {
      throw new IllegalArgumentException("no postcode: " + postcode);
    }
  }

  /** Reads {@code GB}, {@code GB-SW1A}, {@code gb-sw1a 1aa}. */
  public static Reading<Destination> read(String text) {
    var parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      return refused("must be a country such as GB, or one and a postcode such as GB-SW1A 1AA");
    }
    String country = parts.group(1).toUpperCase(Locale.ROOT);
    String postcode =
        parts.group(2) == null
            ? ""
            : parts.group(2).replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    if (!COUNTRIES.contains(country)) {
      return refused("%s is no country of ISO 3166".formatted(country));
    }
    if (!POSTCODE.matcher(postcode).matches()) {
      return refused("a postcode has 10 letters and digits at most");
    }
    return new Read<>(new Destination(country, postcode));
  }

  private static Reading<Destination> refused(String reason) {
    return new Refused<>(LeadTime.DESTINATION, reason);
  }

  /** The text, as {@link #read} takes it. */
  @Override
  public String toString() {
    return postcode.isEmpty() ? country : country + "-" + postcode;
  }
}
