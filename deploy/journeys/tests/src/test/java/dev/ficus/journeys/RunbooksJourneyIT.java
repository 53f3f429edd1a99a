package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.journeys.Runbook.CommandBlock;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pages for operators, as they are typed in: each situation is brought about, the page's
 * commands are run in bash, in their order, and print what the page shows; and things are then as
 * they should be. A command of a page that is run by none of these fails the last of them. Those
 * about users of RabbitMQ are run by {@link AccessRunbooksJourneyIT}.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunbooksJourneyIT {
  private static final String NOW = "2010-12-01 10:00:00";
  private static final String LED_PAST = "2010-12-15 10:00:00";
  private static final String LED_BACK = "2011-01-01T00:00:00";
  private static final String LATER = "2011-02-01 10:00:00";

  private static final List<CommandBlock> RUN = new ArrayList<>();
  private static OperatedFicus ficus;

  @BeforeAll
  static void start_all() throws Exception {
    RunbookPrograms.require();
    Path folder = Project.here().newLogs("deploy/journeys/target/journeys/runbooks");
    ficus = new OperatedFicus(RunbookPrograms.postgres(), folder);
  }

  @AfterAll
  static void end_all() {
    if (ficus != null) {
      ficus.close();
    }
  }

  @Test
  @Order(1)
  void a_view_is_rebuilt_from_nothing() throws Exception {
    try (RunbookSession session = session("rebuilding-a-view.md", Map.of())) {
      // What is still to be stored, or compared at the start, would mend at once what is broken
      // now.
      ficus.awaitCount(
          Service.AVAILABILITY,
          "select count(*) from batch_view, comparison where sku = '%s' and available = %d and compared_at is not null"
              .formatted(OperatedFicus.LAMP, OperatedFicus.PURCHASED),
          1);
      ficus.change(
          Service.AVAILABILITY,
          "update batch_view set available = available + 5 where sku = '%s'"
              .formatted(OperatedFicus.LAMP));
      List<String> seen = session.run("Look");
      assertTrue(
          seen.get(0)
              .contains(
                  "availability-service has %d %s"
                      .formatted(OperatedFicus.PURCHASED + 5, OperatedFicus.LAMP)),
          seen::toString);
      session.run("From nothing");
      session.run("It worked when");
      leadTime("AD", 3);
      try (RunbookSession nightly = session("backup-and-restore.md", Map.of())) {
        nightly.run("Every night");
      }
      // From now on views follow soon, as an operator would see it after some minutes.
      ficus
          .of(Service.AVAILABILITY)
          .with(
              Map.of(
                  "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY", "1s",
                  "FICUS_AVAILABILITY_REBUILDING_PATIENCE", "1s"));
      session.run("When the database is lost");
      session.run("It worked when");
    }
    assertTrue(
        AllServices.ask(ficus.of(Service.AVAILABILITY).url("/lead-times"))
            .body()
            .contains("\"AD\""),
        "what people had edited");
  }

  private static void leadTime(String destination, int days) throws IOException {
    Http.Response answer =
        Http.put(
            ficus.of(Service.AVAILABILITY).url("/lead-times/" + destination),
            "application/json",
            "{\"handling_days\":0,\"transit_days\":%d,\"weekdays\":\"Mon-Fri\",\"cut_off\":\"12:00\",\"holidays\":\"\"}"
                .formatted(days),
            LIMIT);
    assertTrue(answer.status() < 300, answer.body());
  }

  @Test
  @Order(2)
  void databases_are_restored_and_what_came_since_is_there_again() throws Exception {
    String sku = ficus.ours();
    ficus.order("R1", NOW, sku, 1);
    ficus.awaitLine("R1", "allocated");
    // Postage is no stock; the lamp is taken for none by a mistake.
    ficus.order("Q1", NOW, OperatedFicus.CHAIR, 1, OperatedFicus.LAMP, 2, "POST", 1);
    ficus.awaitLine("Q1", "allocated");
    try (RunbookSession session = session("backup-and-restore.md", Map.of())) {
      session.run("Every night");
      session.run("To any moment, not only to last night");
      ficus.order("R2", NOW, sku, 1);
      ficus.awaitLine("R2", "allocated");
      String lastGoodMoment = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
      ficus.order("R3", NOW, sku, 1);
      ficus.awaitLine("R3", "allocated");
      ficus.change(
          Service.ALLOCATION,
          "delete from allocation where orderid = 'shop:R1'; delete from order_line where orderid = 'shop:R1'");

      session.set("UNTIL", lastGoodMoment);
      session.run("A dump of a moment in between");
      session.run("Put allocation-service's back");
      for (String order : List.of("R1", "R2", "R3")) {
        ficus.awaitLine(order, "allocated");
      }
      assertEquals(
          3,
          ficus.count(
              Service.ALLOCATION,
              "select count(*) from order_line where sku = '%s'".formatted(sku)));

      ficus.mendNotStock();
      session.run("Put legacy-adapter's back");
      assertEquals(404, ledger("R2").status(), "it came after the backup");
      ficus.order("R2", NOW, sku, 1);
      ficus.order("R3", NOW, sku, 2);
      assertTrue(
          Waiting.until(() -> quantity("R3") == 2, LIMIT), "a change of what is known there");
      assertEquals(1, quantity("R2"));
      session.run("It worked when");
    }
  }

  private static Http.Response ledger(String number) throws IOException {
    return AllServices.ask(ficus.of(Service.LEGACY).url("/orders/shop/" + number));
  }

  private static int quantity(String number) {
    try {
      return ficus.line(number).path("qty").asInt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitParked(int commands) throws IOException {
    AllServices.awaitAnswer(
        ficus.of(Service.ALLOCATION).url("/parked-commands"),
        answer -> AllServices.json(answer).path("commands").size() == commands);
  }

  @Test
  @Order(3)
  void what_waits_is_redriven_corrected_or_given_up() throws Exception {
    String lamp = "'orderid':'%s','sku':'" + OperatedFicus.LAMP + "','qty':%s,'revision':%d";
    ficus.command("allocate", "{" + lamp.formatted("team-1", "2", 0) + "}");
    ficus.command("allocate", "{" + lamp.formatted("team-1", "3", 0) + "}");
    ficus.command("allocate", "{" + lamp.formatted("team-1", "4", 1) + "}");
    // The page shows them in the order in which they were parked.
    awaitParked(1);
    ficus.command("allocate", "{" + lamp.formatted("team-2", "'three'", 0) + "}");
    awaitParked(2);
    ficus.command(
        "create_batch", "{'batchref':'%1$s','sku':'%1$s','qty':7}".formatted(OperatedFicus.LAMP));
    awaitParked(3);
    ficus.monolith().act("mischief?truncated=1&method=sales_order.create");
    ficus.orderOnce("D1", NOW, ficus.monoliths(), 1);
    ficus.monolith().act("mischief");

    try (RunbookSession session = session("redriving.md", Map.of())) {
      session.run("Commands that are parked");
      session.run("What is in quarantine");
      session.run("Orders in doubt");
      session.run("It worked when");
    }
    assertEquals(4, teams("team-1").path("qty").asInt());
    assertEquals(3, teams("team-2").path("qty").asInt());
    AllServices.awaitAnswer(
        ficus.of(Service.ALLOCATION).url("/allocations/shop:Q1"),
        answer ->
            AllServices.json(answer)
                .findValuesAsText("state")
                .equals(List.of("allocated", "allocated")));
  }

  private static JsonNode teams(String order) throws IOException {
    return AllServices.json(
            AllServices.ask(ficus.of(Service.ALLOCATION).url("/allocations/" + order)))
        .path(0);
  }

  @Test
  @Order(4)
  void what_has_a_routing_key_that_nobody_knows_is_taken_in() throws Exception {
    ficus.command(
        "alocate", "{'orderid':'team-3','sku':'%s','qty':2}".formatted(OperatedFicus.LAMP));
    ficus.command("burn", "{}");
    try (RunbookSession session = session("unrouted-commands.md", Map.of())) {
      List<String> printed = session.run("Take them in");
      assertTrue(printed.get(0).contains("\"taken_in\":2"), printed::toString);
      session.run("A misspelt key");
      session.run("What nobody can use");
      session.run("It worked when");
    }
    assertEquals("allocated", teams("team-3").path("state").asText());
  }

  @Test
  @Order(5)
  void a_release_is_brought_in_and_taken_back_in_the_right_order() throws Exception {
    try (RunbookSession session =
        session("upgrading.md", Map.of("VERSION", "2.0.0", "PREVIOUS", "1.0.0"))) {
      session.run("Before");
      session.run("Bring it in");
      session.run("It worked when");
      session.run("Roll back");
    }
    assertEquals(
        List.of(
            "allocation-service 2.0.0",
            "availability-service 2.0.0",
            "legacy-adapter 2.0.0",
            "legacy-adapter 1.0.0",
            "availability-service 1.0.0",
            "allocation-service 1.0.0"),
        ficus.releases());
  }

  @Test
  @Order(6)
  void a_shop_is_led_past_a_ficus_that_is_down_and_back_and_what_was_sold_twice_shows()
      throws Exception {
    String sku = ficus.ours();
    int figure =
        ficus.monolith().table("stock").stream()
            .filter(row -> row.get("sku").equals(sku))
            .mapToInt(row -> OldWorldProcess.number(row, "figure"))
            .findFirst()
            .orElseThrow();
    ficus.stop(Service.LEGACY);
    try (RunbookSession session = session("when-ficus-is-down.md", Map.of("MONOLITH", "lager"))) {
      session.run("When Ficus is down");
      List<String> promised = session.run("3. Or lead the shop to the monolith itself");
      assertTrue(promised.get(0).contains(sku + "|f|4"), promised::toString);
      // The monolith sells all that its figure shows: as many are sold twice as ours hold.
      assertInstanceOf(XmlRpc.Success.class, ficus.orderThere("P1", LED_PAST, sku, figure));
      ficus.of(Service.LEGACY).with(Map.of("FICUS_LEGACY_FEEDS_SERVE_IN_FRONT_SINCE", LED_BACK));
      session.run("4. Back again");
      for (String order : List.of("R1", "R2", "R3")) {
        ficus.awaitLine(order, "backordered");
      }
      // Shown again, it is the monolith's, though its product is ours.
      ficus.order("P1", LED_PAST, sku, figure);
      assertEquals(
          "monolith", AllServices.json(ledger("P1")).path("lines").path(0).path("owner").asText());
      assertEquals(
          404, AllServices.ask(ficus.of(Service.ALLOCATION).url("/allocations/shop:P1")).status());
      ficus.order("N1", LATER, OperatedFicus.LAMP, 1);
      ficus.awaitLine("N1", "allocated");
      session.run("1. Start it again");
      session.run("It worked when");
    }
  }

  @Test
  @Order(7)
  void every_command_of_every_page_was_run() throws Exception {
    List<CommandBlock> never = new ArrayList<>();
    RunbookSession.pages().values().stream()
        .filter(runbook -> !AccessRunbooksJourneyIT.PAGES.contains(runbook.page()))
        .forEach(runbook -> never.addAll(runbook.blocks()));
    assertTrue(never.size() > 20, never::toString);
    // Typed in by SecretsTest of deploy/checks, which has the scripts of the compose file.
    never.removeIf(block -> block.page().equals("renewing-certificates.md"));
    never.removeAll(RUN);
    assertEquals(List.of(), never);
  }

  private static RunbookSession session(String page, Map<String, String> more) throws Exception {
    return new RunbookSession(page, ficus.shell(more), RUN);
  }
}
