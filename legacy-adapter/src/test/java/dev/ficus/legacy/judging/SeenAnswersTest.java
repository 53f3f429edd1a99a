package dev.ficus.legacy.judging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.feed.dialect.KnownCall.ToldOutcome;
import dev.ficus.legacy.feed.served.ToldNews;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.SeenDecision;
import dev.ficus.legacy.parity.SeenDecision.SeenIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the monolith's later calls tell of what it has decided. */
class SeenAnswersTest {

  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final OrderNumber ORDER = new OrderNumber("shop", "100");

  private final List<SeenDecision> noted = new ArrayList<>();
  private final SeenAnswers answers = answers(Optional.of("shadow"));

  @Test
  void news_about_items_tells_of_each_of_them() {
    answers.told(news(Set.of("7"), ToldOutcome.HAS_STOCK));
    PrimitiveIterator.OfLong asked = LongStream.of(3_000, 3_400).iterator();
    answers.note(asked::nextLong);
    assertEquals(
        List.of(
            new SeenDecision(
                ORDER,
                Optional.of("7"),
                Optional.empty(),
                true,
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                false,
                SeenIn.CALL,
                "c1",
                NOW.minusNanos(2_400),
                NOW.minusNanos(2_000))),
        noted);
  }

  @Test
  void news_that_names_none_tells_of_the_whole_order() {
    answers.told(news(Set.of(), ToldOutcome.WAITS));
    answers.note(() -> 3_000);
    assertEquals(1, noted.size());
    assertEquals(Optional.empty(), noted.get(0).item());
    assertEquals(Optional.of(true), noted.get(0).waits());
  }

  @Test
  void what_has_left_had_stock_and_what_is_refused_is_not_taken() {
    answers.told(news(Set.of("7"), ToldOutcome.DESPATCHED));
    answers.told(news(Set.of("8"), ToldOutcome.REFUSED));
    answers.note(() -> 3_000);
    SeenDecision left = noted.get(0);
    assertEquals(
        List.of(true, Optional.of(false), true),
        List.of(left.taken(), left.waits(), left.despatched()));
    SeenDecision refused = noted.get(1);
    assertEquals(
        List.of(false, Optional.empty(), false),
        List.of(refused.taken(), refused.waits(), refused.despatched()));
  }

  @Test
  void without_a_shadow_nothing_is_put_aside() {
    SeenAnswers unwanted = answers(Optional.empty());
    unwanted.told(news(Set.of("7"), ToldOutcome.WAITS));
    unwanted.note(() -> 3_000);
    assertEquals(List.of(), noted);
  }

  private SeenAnswers answers(Optional<String> shadow) {
    return new SeenAnswers(new ListedDecisions(noted), new SimpleMeterRegistry(), shadow, Set::of);
  }

  private record ListedDecisions(List<SeenDecision> noted) implements DecisionBook {

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public void note(List<SeenDecision> decisions) {
      noted.addAll(decisions);
    }
  }

  private static ToldNews news(Set<String> items, ToldOutcome outcome) {
    return new ToldNews(ORDER, items, outcome, "c1", 1_000);
  }
}
