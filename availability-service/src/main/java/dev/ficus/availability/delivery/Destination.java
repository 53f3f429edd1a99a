package dev.ficus.availability.delivery;

import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import java.util.Locale;
import java.util.Set;

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
  private static final int LONGEST_POSTCODE = 10;
  private static final int COUNTRY_LENGTH = 2;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if there is no such country, or the postcode is none
   */
  public Destination {
    if (!COUNTRIES.contains(country)) {
      throw new IllegalArgumentException("no country of ISO 3166: " + country);
    }
    if (!isPostcode(postcode)) {
      throw new IllegalArgumentException("no postcode: " + postcode);
    }
  }

  /** Reads {@code GB}, {@code GB-SW1A}, {@code gb-sw1a 1aa}. */
  public static ParseResult<Destination> read(String text) {
    // By hand: a pattern would cost as much as the rest of an answer.
    StringBuilder letters = new StringBuilder();
    String stripped = text.strip();
    for (int i = 0; i < stripped.length(); i++) {
      char letter = upper(stripped.charAt(i));
      boolean isCountry = i < COUNTRY_LENGTH;
      if (isCountry ? isLetter(letter) : isLetter(letter) || isDigit(letter)) {
        letters.append(letter);
      } else if (isCountry || letter != ' ' && letter != '-') {
        return noDestination();
      }
      if (i == COUNTRY_LENGTH && letter != '-') {
        return noDestination();
      }
    }
    if (letters.length() < COUNTRY_LENGTH) {
      return noDestination();
    }
    String country = letters.substring(0, COUNTRY_LENGTH);
    String postcode = letters.substring(COUNTRY_LENGTH);
    if (!COUNTRIES.contains(country)) {
      return refused("%s is no country of ISO 3166".formatted(country));
    }
    if (!isPostcode(postcode)) {
      return refused("a postcode has 10 letters and digits at most");
    }
    return new Parsed<>(new Destination(country, postcode));
  }

  private static char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
  }

  private static boolean isLetter(char letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  private static boolean isPostcode(String text) {
    return text.length() <= LONGEST_POSTCODE
        && text.chars().allMatch(each -> isLetter((char) each) || isDigit((char) each));
  }

  private static ParseResult<Destination> noDestination() {
    return refused("must be a country such as GB, or one and a postcode such as GB-SW1A 1AA");
  }

  private static ParseResult<Destination> refused(String reason) {
    return new Refused<>(LeadTime.DESTINATION, reason);
  }

  /** The text, as {@link #read} takes it. */
  @Override
  public String toString() {
    return postcode.isEmpty() ? country : country + "-" + postcode;
  }
}
