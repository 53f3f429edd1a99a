package dev.ficus.legacy.operators;

import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.quarantine.EntryState;
import dev.ficus.legacy.quarantine.Quarantine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * Query for a page of quarantine entries, from the parameters as they were written.
 *
 * @param after the id after which the page begins
 * @param limit how many entries at most
 */
record EntryQuery(long after, int limit, Quarantine.Filter filter) {

  private static final int MOST = 1000;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** A query for entries in this state. */
  static EntryQuery of(
      String after, String limit, String shop, String subject, String reason, EntryState state) {
    return new EntryQuery(
        number("after", after, 0, Long.MAX_VALUE),
        limit(limit),
        new Quarantine.Filter(
            Optional.ofNullable(state),
            Optional.ofNullable(shop),
            named(
                Subject.values(),
                Subject::code,
                subject,
                "subject is order, line or stock",
                "subject"),
            named(Reason.values(), Reason::code, reason, "no such reason", "reason")));
  }

  /** A query for entries in the state of this code, or in any. */
  static EntryQuery of(
      String after, String limit, String shop, String subject, String reason, String state) {
    EntryState wanted =
        state.equals("any")
            ? null
            : named(
                    EntryState.values(),
                    EntryState::code,
                    state,
                    "state is waiting, redriven, discarded or any",
                    "state")
                .orElse(null);
    return of(after, limit, shop, subject, reason, wanted);
  }

  /** What is to be given as {@code after} for the next page; null on the last. */
  <T> Long next(List<T> page, ToLongFunction<T> id) {
    return page.size() == limit ? (Long) id.applyAsLong(page.get(limit - 1)) : null;
  }

  /** How many a page has at most. */
  static int limit(String written) {
    return Math.toIntExact(number("limit", written, 1, MOST));
  }

  /**
   * A whole number as it is written in a parameter.
   *
   * @throws Problem.InvalidParameter when it is none, or not within these
   */
  static long number(String field, String written, long least, long most) {
    long number = NUMBER.matcher(written).matches() ? Long.parseLong(written) : -1;
    if (number < least || number > most) {
      String range = most == Long.MAX_VALUE ? "" : ", %d to %d".formatted(least, most);
      throw new Problem.InvalidParameter(field + " is a whole number" + range, field);
    }
    return number;
  }

  /** Empty where nothing is written. */
  private static <T> Optional<T> named(
      T[] all, Function<T, String> code, String written, String wrong, String field) {
    if (written == null) {
      return Optional.empty();
    }
    Optional<T> named =
        Arrays.stream(all).filter(each -> code.apply(each).equals(written)).findFirst();
    if (named.isEmpty()) {
      throw new Problem.InvalidParameter(wrong, field);
    }
    return named;
  }
}
