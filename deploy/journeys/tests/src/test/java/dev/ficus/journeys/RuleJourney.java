package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two services that share no code follow one rule: what availability promises for a line,
 * allocation then does with it. The cases are other ones in each run; {@code -Dficus.seed=} repeats
 * those of a run that failed.
 */
abstract class RuleJourney {
  private static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  private static final int CASES = Boolean.getBoolean("ficus.nightly") ? 300 : 30;
  private static final int MOST_BATCHES = 5;
  private static final int LINES = 3;

  private static BothServices services;

  @BeforeAll
  static void start_both() throws IOException {
    services = BothServices.of(SharedServices.running());
  }

  @Test
  void allocation_does_with_a_line_what_availability_promised_for_it() {
    Set<String> seen = new TreeSet<>();
    for (int number = 0; number < CASES; number++) {
      Case stock = new Case("line-" + number, SEED + number, 1 + number % MOST_BATCHES);
      for (int line = 0; line < LINES; line++) {
        seen.add(stock.orderAsPromised(stock.aroundWhatIsFree()));
      }
    }
    assertEquals(
        Set.of(
            "on its way",
            "in the warehouse",
            "out_of_stock",
            "not_enough",
            "no_single_batch",
            "overdue"),
        seen,
        "answers to the cases of seed " + SEED);
  }

  @Test
  void what_may_be_ordered_separately_is_there_on_these_days_when_so_ordered() {
    int offered = 0;
    for (int number = 0; number < CASES; number++) {
      Case stock = new Case("parts-" + number, SEED - 1 - number, 1 + number % MOST_BATCHES);
      offered += stock.orderSeparately(stock.aroundWhatIsFree());
    }
    assertTrue(offered > CASES / 4, "parts in the cases of seed " + SEED + ": " + offered);
  }

  /** Some batches of one SKU, and what happened to them, for whoever has to understand it. */
  private static final class Case {
    private final String sku;
    private final Random random;
    private final Map<String, String> etas = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private int orders;

    Case(String sku, long seed, int batches) {
      this.sku = sku;
      this.random = new Random(seed);
      story.add("-Dficus.seed=%d: %s".formatted(SEED, sku));
      for (int i = 0; i < batches; i++) {
        int qty = 1 + random.nextInt(12);
        purchase(qty);
        if (random.nextInt(4) == 0) {
          order(qty);
        }
      }
    }

    private void purchase(int qty) {
      String batchref = "%s-%c%d".formatted(sku, 'a' + random.nextInt(26), etas.size());
      LocalDate eta =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> null;
            case 3, 4 -> BothServices.today().minusDays(1 + random.nextInt(5));
            default -> BothServices.today().plusDays(random.nextInt(6));
          };
      services.purchase(batchref, sku, qty, eta);
      etas.put(batchref, eta == null ? "" : eta.toString());
      story.add("%d purchased as %s, eta %s".formatted(qty, batchref, eta));
    }

    private JsonNode order(int qty) {
      JsonNode line = services.order("%s-%d".formatted(sku, orders++), sku, qty);
      story.add("%d ordered: %s".formatted(qty, line));
      return line;
    }

    private JsonNode ask(int qty) {
      JsonNode answer = services.ask(sku, qty, null);
      story.add("%d asked for: %s".formatted(qty, answer));
      return answer;
    }

    /** About as many as one batch has, or some of them together, or all. */
    int aroundWhatIsFree() {
      int free = 0;
      for (JsonNode batch : services.product(sku).path("batches")) {
        if (free == 0 || random.nextInt(3) == 0) {
          free += batch.path("available").asInt();
        }
      }
      return Math.max(1, free + random.nextInt(3) - 1);
    }

    /** Asks for a line and orders it; returns what was promised. */
    String orderAsPromised(int qty) {
      JsonNode answer = ask(qty);
      JsonNode promise = answer.path("promise");
      JsonNode line = order(qty);
      String reason = promise.path("not_promised").asText();
      if (reason.isEmpty()) {
        assertDay(promise.path("by").asText(), answer, line);
        return eta(line).isEmpty() ? "in the warehouse" : "on its way";
      }
      if (reason.equals("overdue")) {
        assertAllocated(line);
        assertTrue(LocalDate.parse(eta(line)).isBefore(BothServices.today()), this::toString);
      } else {
        assertEquals("backordered", line.path("state").asText(), this::toString);
      }
      return reason;
    }

    /** Orders the parts that are offered, one after another; returns how many these are. */
    int orderSeparately(int qty) {
      JsonNode answer = ask(qty);
      JsonNode parts = answer.path("promise").path("if_ordered_separately");
      int sum = 0;
      for (JsonNode part : parts) {
        sum += part.path("qty").asInt();
        JsonNode alone = ask(part.path("qty").asInt());
        assertEquals(part.path("by"), alone.path("promise").path("by"), this::toString);
        assertDay(part.path("by").asText(), answer, order(part.path("qty").asInt()));
      }
      assertTrue(sum <= qty, this::toString);
      return parts.size();
    }

    /** The line is in a batch that makes it available on this day, as seen on the answer's. */
    private void assertDay(String day, JsonNode answer, JsonNode line) {
      assertAllocated(line);
      // What is in the warehouse is there from the answer's own day on: that of its first step.
      String today = answer.path("steps").path(0).path("from").asText();
      assertEquals(day, eta(line).isEmpty() ? today : eta(line), this::toString);
    }

    private void assertAllocated(JsonNode line) {
      assertEquals("allocated", line.path("state").asText(), this::toString);
      assertEquals(etas.get(line.path("batchref").asText()), eta(line), this::toString);
    }

    /** Empty when it is in the warehouse. */
    private static String eta(JsonNode line) {
      assertFalse(line.path("batchref").asText().isEmpty(), line::toString);
      return line.path("eta").asText();
    }

    @Override
    public String toString() {
      return String.join("\n", story);
    }
  }
}
