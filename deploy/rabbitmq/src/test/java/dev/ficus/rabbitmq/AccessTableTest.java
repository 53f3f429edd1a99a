package dev.ficus.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.rabbitmq.AccessTable.Kind;
import dev.ficus.rabbitmq.AccessTable.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of what each user may do, for the teams that are examples. */
class AccessTableTest {
  private static final Set<String> TEAMS = Set.of("warehouse", "web-shop");

  private static Contracts contracts;
  private static AccessTable table;

  @BeforeAll
  static void make() throws Exception {
    contracts = Contracts.read(TeamFilesTest.PROJECT);
    List<Team> teams =
        TeamFiles.read(TeamFilesTest.PROJECT.resolve("deploy/rabbitmq/teams"), contracts);
    table = new AccessTable(new Definitions(Definitions.USUAL_HOST, teams, contracts));
  }

  @Test
  void the_page_has_the_table() throws Exception {
    Path page = TeamFilesTest.PROJECT.resolve("deploy/ACCESS.md");
    List<String> lines = Files.readAllLines(page);
    int first = lines.indexOf(table.markdown().get(0));
    assertTrue(first > 0, "deploy/rabbitmq/definitions --table prints what belongs into " + page);
    assertEquals(
        table.markdown(),
        lines.subList(first, first + table.markdown().size()),
        "deploy/rabbitmq/definitions --table prints what belongs into " + page);
  }

  @Test
  void every_message_of_the_contracts_has_a_line() {
    Set<String> messages =
        table.lines().stream()
            .filter(line -> line.kind() == Kind.MESSAGE)
            .map(line -> line.name() + " " + line.key())
            .collect(Collectors.toCollection(TreeSet::new));
    contracts.commands().forEach(key -> assertTrue(messages.remove("allocation.commands " + key)));
    contracts
        .eventsByExchange()
        .forEach(
            (exchange, keys) ->
                keys.forEach(key -> assertTrue(messages.remove(exchange + " " + key))));
    messages.removeIf(message -> message.endsWith(" " + AccessTable.OTHER_KEY));
    assertEquals(Set.of(), messages);
  }

  @Test
  void a_team_declares_nothing_binds_nothing_and_writes_to_no_queue() {
    for (Line line : table.lines()) {
      for (String team : TEAMS) {
        assertFalse(line.allows(team, "declare"), line::toString);
        // The queue of commands has the name of the exchange, so the right to publish is one to
        // bind;
        // but there is no exchange from which.
        if (!line.name().equals(Contracts.COMMANDS)) {
          assertFalse(line.allows(team, "bind"), line::toString);
        }
        if (line.kind() != Kind.MESSAGE) {
          assertFalse(line.allows(team, "publish"), line::toString);
        }
      }
    }
  }

  @Test
  void a_team_binds_no_queue_to_any_exchange() {
    for (String team : TEAMS) {
      for (String queue : table.queueNames()) {
        for (String exchange : table.exchangeTypes().keySet()) {
          for (String key : List.of("*", "allocate", "line_allocated", AccessTable.OTHER_KEY)) {
            assertFalse(table.mayBind(team, queue, exchange, key), queue + " " + exchange);
          }
        }
      }
    }
  }

  @Test
  void nobody_but_our_own_service_opens_or_closes_products() {
    for (String command : TeamFiles.NOBODYS) {
      for (String who : table.names()) {
        if (table.granted(who).contains(command)) {
          assertEquals("legacy-adapter", who);
        }
      }
    }
  }

  /** It is in the virtual host of a shadow alone, so no table has it. */
  @Test
  void the_adapters_queue_in_a_shadow_is_its_own_as_the_other_is() {
    for (Rights rights : Rights.of(List.of(), contracts)) {
      for (String queue :
          List.of("legacy-adapter.placements", "legacy-adapter.shadow.placements")) {
        boolean its = rights.name().equals("legacy-adapter");
        boolean operators = rights.name().equals("operator");
        assertEquals(its || operators, rights.mayConfigure(queue), rights.name());
        assertEquals(its, rights.mayWrite(queue), rights.name());
        assertEquals(its || operators, rights.mayRead(queue), rights.name());
      }
    }
  }

  @Test
  void a_team_reads_its_own_queues_alone() {
    for (Line line : table.lines()) {
      for (String team : TEAMS) {
        assertEquals(
            line.kind() == Kind.QUEUE && line.name().startsWith(team + "."),
            line.allows(team, "consume"),
            line::toString);
      }
    }
  }

  @Test
  void who_watches_touches_nothing_and_who_administers_sends_nothing() {
    for (Line line : table.lines()) {
      assertEquals(Set.of(), line.may().get("monitoring"), line::toString);
      assertFalse(line.allows("operator", "publish"), line::toString);
    }
  }
}
