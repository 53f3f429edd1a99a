package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.calledUntilAnswered;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.taken;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.whole.CommandProbe.Received;
import dev.ficus.legacy.whole.OrderStory.Way;
import dev.ficus.legacy.whole.OrderStory.Word;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * However the states of an order come in, by whichever feeds of its shop: what the broker has been
 * sent of it is what it was last. The orders are other ones in each run; {@code -Dficus.seed=}
 * repeats those of a run that failed, {@code -Dficus.orders=} makes more of them.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class InterleavingTest {
  private static final long SEED = Long.getLong("ficus.seed", System.nanoTime());
  private static final int ORDERS = Integer.getInteger("ficus.orders", 40);
  private static final int SENDERS = 8;
  private static final int NO_SUCH_ORDER = 100;

  private ShowingShop shop;

  @Inject CommandProbe probe;

  /** What allocation-service makes of the commands for one order: the higher revision wins. */
  private static final class Registers {
    private final Map<String, Received> byId = new HashMap<>();
    private final Map<LineKey, TreeMap<Integer, Received>> lines = new HashMap<>();

    /** Those among the commands that nobody has seen yet. */
    private List<Received> receive(List<Received> commands) {
      Map<LineKey, Integer> before = new HashMap<>();
      lines.forEach((line, revisions) -> before.put(line, revisions.lastKey()));
      List<Received> fresh = new ArrayList<>();
      for (Received command : commands) {
        Received same = byId.putIfAbsent(command.properties().getMessageId(), command);
        if (same != null) {
          assertEquals(same.routingKey(), command.routingKey());
          assertEquals(same.body(), command.body(), "two things under one message id");
          continue;
        }
        LineKey line =
            new LineKey(command.body().get("sku").asText(), command.body().get("lineid").asText());
        int revision = command.body().get("revision").asInt();
        assertTrue(revision > before.getOrDefault(line, 0), "no higher revision");
        Received other = lines.computeIfAbsent(line, any -> new TreeMap<>()).put(revision, command);
        assertEquals(null, other, "two things at one revision");
        fresh.add(command);
      }
      return fresh;
    }

    private Map<LineKey, Integer> wanted() {
      Map<LineKey, Integer> wanted = new HashMap<>();
      lines.forEach(
          (line, revisions) -> {
            Received last = revisions.lastEntry().getValue();
            if (last.routingKey().equals("allocate")) {
              wanted.put(line, last.body().get("qty").asInt());
            }
          });
      return wanted;
    }
  }

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void however_its_states_come_in_the_commands_add_up_to_what_the_order_was_last()
      throws Exception {
    Random random = new Random(SEED);
    List<OrderStory> stories = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      stories.add(new OrderStory("interleaved-" + i, random.nextLong()));
    }
    Map<OrderStory, Registers> allocation = new HashMap<>();
    stories.forEach(story -> allocation.put(story, new Registers()));
    int rounds = stories.stream().mapToInt(OrderStory::rounds).max().orElseThrow();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      for (int round = 0; round < rounds; round++) {
        hear(stories, round, senders);
        probe.catchUp();
        for (OrderStory story : stories) {
          story.isHeard(round);
          check(story, round, allocation.get(story));
        }
      }
    } finally {
      senders.shutdown();
    }
  }

  /** What all orders have to say in this round, at the same time; returns when it is answered. */
  private void hear(List<OrderStory> stories, int round, ExecutorService senders) throws Exception {
    Map<String, Value> shown = new HashMap<>();
    List<Callable<Void>> calls = new ArrayList<>();
    for (OrderStory story : stories) {
      for (Word word : story.round(round)) {
        if (word.way() == Way.PULLED) {
          shown.put(story.number(), story.magento(word.state()));
        } else {
          calls.add(call(story, word));
        }
      }
    }
    shop.shows(shown);
    int lists = shop.lists();
    given().post("/pulling/" + ShowingShop.FEED + "/run").then().statusCode(202);
    for (Future<Void> call : senders.invokeAll(calls)) {
      call.get();
    }
    assertTrue(
        Waiting.until(() -> shop.lists() > lists && !pulled().get("running").asBoolean(), LIMIT));
    JsonNode pulled = pulled();
    assertEquals(0, pulled.get("failures").asInt(), () -> "failed for " + pulled);
  }

  private static JsonNode pulled() {
    return AdapterApi.named(AdapterApi.json("/pulling").get("feeds"), "feed", ShowingShop.FEED);
  }

  private static Callable<Void> call(OrderStory story, Word word) {
    boolean known = story.isKnown();
    boolean magento = word.way() == Way.SERVED;
    Value number = new Value.Text(story.number());
    if (word.state() == null) {
      return () -> {
        Answer answer =
            calledUntilAnswered(
                () ->
                    magento
                        ? OldShop.cancel(story.number())
                        : openerp("action_cancel", new Value.Array(List.of(number))));
        if (known) {
          assertEquals(done(), answer);
        } else {
          assertEquals(NO_SUCH_ORDER, assertInstanceOf(Answer.Fault.class, answer).code());
        }
        return null;
      };
    }
    Value order = magento ? story.magento(word.state()) : story.openerp(word.state());
    return () -> {
      assertEquals(
          magento ? taken(story.number()) : done(),
          calledUntilAnswered(() -> magento ? OldShop.create(order) : openerp("create", order)));
      return null;
    };
  }

  private static Answer openerp(String method, Value argument) {
    byte[] call =
        OldShop.bytes(
            "execute",
            new Value.Text("production"),
            new Value.Int(1),
            new Value.Text("admin"),
            new Value.Text("sale.order"),
            new Value.Text(method),
            argument);
    return OldShop.answer(AdapterApi.called("/erp", call));
  }

  private void check(OrderStory story, int round, Registers allocation)
      throws InterruptedException {
    String where = "-Dficus.seed=%d, after round %d of %s".formatted(SEED, round, story);
    List<Received> commands = probe.commands("shop:" + story.number(), 0);
    List<Received> fresh;
    try {
      fresh = allocation.receive(commands);
    } catch (AssertionError failure) {
      throw new AssertionError(where + "\n" + commands, failure);
    }
    assertEquals(story.wanted(), allocation.wanted(), where);
    if (!story.wasNews()) {
      assertEquals(List.of(), fresh, where);
    } else if (story.round(round).size() == 1) {
      Set<String> changes = new TreeSet<>();
      fresh.forEach(command -> changes.add(brief(command)));
      assertEquals(story.changes(), changes, where);
      assertEquals(fresh.size(), changes.size(), where);
    }
  }

  private static String brief(Received command) {
    String line = command.body().get("sku").asText() + "/" + command.body().get("lineid").asText();
    return command.body().has("qty")
        ? command.routingKey() + " " + line + " " + command.body().get("qty").asInt()
        : command.routingKey() + " " + line;
  }
}
