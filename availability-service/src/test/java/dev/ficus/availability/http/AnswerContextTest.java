package dev.ficus.availability.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.availability.delivery.LeadTimes;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class AnswerContextTest {

  private final AnswerContext noon =
      new AnswerContext(
          ZonedDateTime.parse("2027-07-15T12:00:00+01:00[Europe/London]"), LeadTimes.NONE, null);
  private final AnswerContext beforeMidnight =
      new AnswerContext(
          ZonedDateTime.parse("2027-07-15T23:59:50+01:00[Europe/London]"), LeadTimes.NONE, null);

  @Test
  void an_answer_may_be_cached_for_as_long_as_is_set() {
    assertEquals("max-age=60", noon.cacheControl(Duration.ofSeconds(60), false));
  }

  @Test
  void but_never_past_the_moment_at_which_it_changes_by_itself() {
    assertEquals("max-age=10", beforeMidnight.cacheControl(Duration.ofSeconds(60), false));
  }

  @Test
  void nor_when_nothing_is_set_or_something_may_be_missing() {
    assertEquals("no-cache", noon.cacheControl(Duration.ZERO, false));
    assertEquals("no-cache", noon.cacheControl(Duration.ofSeconds(60), true));
  }
}
