package dev.ficus.availability.delivery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lead times of all areas, as they were after one edit. Immutable, and made to be asked often
 * and by many at once: a question costs as many look-ups as there are lengths of postcodes listed
 * for the country.
 */
public final class LeadTimes {

  /** No lead times, as before the first edit. */
  public static final LeadTimes NONE = of(0, List.of());

  private final long revision;
  private final List<LeadTime> all;
  private final Map<String, Country> countries = new HashMap<>();
  private final LeadTime elsewhere;

  /** The lead times of one country by the beginnings of postcodes; the whole country is "". */
  private record Country(Map<String, LeadTime> byPostcode, int[] lengths) {

    LeadTime find(String postcode) {
      for (int length : lengths) {
        if (length <= postcode.length()) {
          LeadTime found = byPostcode.get(postcode.substring(0, length));
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    }
  }

  private LeadTimes(long revision, List<LeadTime> all) {
    this.revision = revision;
    this.all = all;
    LeadTime everywhereElse = null;
    Map<String, Map<String, LeadTime>> byCountry = new HashMap<>();
    for (LeadTime each : all) {
      Destination within = each.area().within();
      LeadTime twice =
          within == null
              ? everywhereElse
              : byCountry
                  .computeIfAbsent(within.country(), none -> new HashMap<>())
                  .put(within.postcode(), each);
      if (twice != null) {
        throw new IllegalArgumentException("two lead times for " + each.area());
      }
      everywhereElse = within == null ? each : everywhereElse;
    }
    this.elsewhere = everywhereElse;
    byCountry.forEach(
        (country, byPostcode) ->
            countries.put(country, new Country(byPostcode, longestFirst(byPostcode))));
  }

  private static int[] longestFirst(Map<String, LeadTime> byPostcode) {
    return byPostcode.keySet().stream()
        .map(String::length)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The lead times after an edit.
   *
   * @param revision the number of the edit, higher than those before; 0 before the first
   * @throws IllegalArgumentException if an area has two
   */
  public static LeadTimes of(long revision, Collection<LeadTime> leadTimes) {
    return new LeadTimes(
        revision,
        leadTimes.stream().sorted(Comparator.comparing(each -> each.area().toString())).toList());
  }

  /** The number of the last edit that is contained; 0 when there was none. */
  public long revision() {
    return revision;
  }

  /** All lead times, sorted by the text of their areas. */
  public List<LeadTime> all() {
    return all;
  }

  /**
   * The lead time that applies: the one with the longest beginning of the postcode, else the
   * country's, else that of everywhere else. Empty when no lead time covers the destination.
   */
  public Optional<LeadTime> find(Destination to) {
    Country country = countries.get(to.country());
    LeadTime found = country == null ? null : country.find(to.postcode());
    return Optional.ofNullable(found == null ? elsewhere : found);
  }

  /**
   * By when goods are there.
   *
   * @param available the day the goods can be had in the warehouse; one in the past means today
   * @param now the warehouse's local time
   * @return empty when no lead time applies, or no day can be given: see {@link LeadTime#by}
   */
  public Optional<LocalDate> by(Destination to, LocalDate available, LocalDateTime now) {
    return find(to).flatMap(leadTime -> leadTime.by(available, now));
  }

  /**
   * When an answer for this destination next changes without an edit: at the cut-off if that is
   * ahead, else at midnight. Also when the clocks are changed: they may jump over the cut-off, or
   * back before it.
   *
   * @param now in the warehouse's time zone
   */
  public Instant nextChange(Destination to, ZonedDateTime now) {
    Instant present = now.toInstant();
    ZoneRules rules = now.getZone().getRules();
    Instant next = now.toLocalDate().plusDays(1).atStartOfDay(now.getZone()).toInstant();
    ZoneOffsetTransition change = rules.nextTransition(present);
    if (change != null && change.getInstant().isBefore(next)) {
      next = change.getInstant();
    }
    Optional<LocalTime> cutOff = find(to).map(LeadTime::cutOff);
    if (cutOff.isPresent()) {
      LocalDateTime today = now.toLocalDate().atTime(cutOff.get());
      for (ZoneOffset offset : rules.getValidOffsets(today)) {
        Instant passing = today.toInstant(offset);
        if (passing.isAfter(present) && passing.isBefore(next)) {
          next = passing;
        }
      }
    }
    return next;
  }
}
