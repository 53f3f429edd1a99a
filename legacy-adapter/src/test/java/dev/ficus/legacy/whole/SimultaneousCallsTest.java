package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.calledUntilAnswered;
import static dev.ficus.legacy.whole.OldShop.cancel;
import static dev.ficus.legacy.whole.OldShop.create;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.jayway.jsonpath.ReadContext;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class SimultaneousCallsTest {

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void a_new_order_sent_by_many_at_once_is_one_order_at_revision_one() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(
          () ->
              calledUntilAnswered(
                  () -> create(order("3001", item("1", "A", "3"), item("2", "B", "1")))));
    }
    assertEquals(List.of(OldShop.taken("3001")), answers(calls).stream().distinct().toList());
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 1 @1"),
        probe.briefs("shop:3001", 2).stream().distinct().sorted().toList());
    assertEquals(
        2,
        probe.commands("shop:3001", 2).stream()
            .map(command -> command.properties().getMessageId())
            .distinct()
            .count());
  }

  @Test
  void whatever_order_changes_reach_the_broker_in_the_highest_revision_is_what_the_ledger_has()
      throws Exception {
    create(order("3002", item("1", "A", "1")));
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String quantity = Integer.toString(1 + i % 7);
      calls.add(
          i % 9 == 8
              ? () -> calledUntilAnswered(() -> cancel("3002"))
              : () -> calledUntilAnswered(() -> create(order("3002", item("1", "A", quantity)))));
    }
    answers(calls).forEach(answer -> assertFalse(answer instanceof Answer.Fault, answer::toString));

    ReadContext ledger =
        parse(
            given()
                .get("/orders/shop/3002")
                .then()
                .body(at("$.lines[*].confirmed", everyItem(is(true))))
                .extract()
                .asString());
    int revision = ledger.read("$.lines[0].revision", Integer.class);
    Map<Integer, String> register = new HashMap<>();
    List<CommandProbe.Received> commands = new ArrayList<>();
    while (!register.containsKey(revision)) {
      commands = probe.commands("shop:3002", commands.size() + 1);
      for (CommandProbe.Received command : commands) {
        int sent = command.body().get("revision").asInt();
        String before = register.putIfAbsent(sent, command.brief());
        assertEquals(before == null ? command.brief() : before, command.brief());
      }
    }
    String expected =
        ledger.read("$.lines[0].state", String.class).equals("ordered")
            ? "allocate A/1 %d @%d"
                .formatted(ledger.read("$.lines[0].qty", Integer.class), revision)
            : "deallocate A/1 order_cancelled @" + revision;
    assertEquals(expected, register.get(revision));
  }

  private static List<Answer> answers(List<Callable<Answer>> calls) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      callers.shutdown();
    }
  }
}
