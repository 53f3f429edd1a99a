package dev.ficus.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the teams, and what is said of one that is wrong. */
class TeamFilesTest {
  static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  private static Contracts contracts;

  @TempDir Path folder;

  @BeforeAll
  static void read_the_contracts() throws IOException {
    contracts = Contracts.read(PROJECT);
  }

  @Test
  void the_contracts_have_commands_and_events_of_all_services() {
    assertTrue(contracts.commands().containsAll(List.of("allocate", "create_batch")));
    assertTrue(contracts.commands().containsAll(TeamFiles.NOBODYS));
    assertEquals(
        Set.of("allocation.events", "availability.events", "legacy.events"),
        contracts.eventsByExchange().keySet());
    contracts.eventsByExchange().values().forEach(events -> assertFalse(events.isEmpty()));
  }

  @Test
  void the_examples_can_be_read() throws Exception {
    List<Team> teams = TeamFiles.read(PROJECT.resolve("deploy/rabbitmq/teams"), contracts);
    assertEquals(List.of("warehouse", "web-shop"), teams.stream().map(Team::name).toList());
    assertEquals(new TreeSet<>(Set.of("allocate", "deallocate")), teams.get(1).sends());
    assertEquals(Optional.empty(), teams.get(1).reads().get("availability.events"));
    assertEquals("warehouse.allocation-events", teams.get(0).queue("allocation.events"));
  }

  @Test
  void a_team_may_only_send_or_only_read() throws Exception {
    file("a.yaml", "team: sender\nsends: [allocate]\n");
    file("b.yaml", "team: reader\nreads: {legacy.events: [sku_settled]}\n");
    List<Team> teams = TeamFiles.read(folder, contracts);
    assertEquals(new TreeSet<>(), teams.get(0).sends());
    assertEquals(Map.of(), teams.get(1).reads());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team: web-shop; sends: [alocate] | sends: alocate is no command; there are allocate, change_batch_eta, change_batch_quantity, create_batch, deallocate, despatch",
        "team: web-shop; sends: [open_product] | sends: open_product is granted to nobody: products are opened and closed by the cut-over",
        "team: web-shop; sends: [close_product] | sends: close_product is granted to nobody: products are opened and closed by the cut-over",
        "team: web-shop; sends: [allocate, allocate] | sends: allocate is there twice",
        "team: web-shop; sends: allocate | sends: has to be a list of names, such as [allocate, deallocate]",
        "team: web-shop; sends: [] | sends: has to be a list of names, such as [allocate, deallocate]",
        "team: web-shop; sends: [7] | sends: 7 is no name",
        "team: web-shop; reads: {legacy.events: [sku_sold]} | reads: legacy.events: sku_sold is no event of it; there are sku_cut_over, sku_rolled_back, sku_settled, sku_shadowed, sku_unshadowed",
        "team: web-shop; reads: {legacy.events: every} | reads: legacy.events: has to be a list of names, such as [allocate, deallocate]",
        "team: web-shop; reads: {events: all} | reads: events is no exchange of events; there are allocation.events, availability.events, legacy.events",
        "team: web-shop; reads: {allocation.commands: all} | reads: allocation.commands is no exchange of events; there are allocation.events, availability.events, legacy.events",
        "team: web-shop; reads: all | reads: has to name exchanges, each with a list of events or with all; exchanges are allocation.events, availability.events, legacy.events",
        "team: web-shop | grants nothing: it has to have sends, or reads, or both",
        "team: web-shop; sends: [allocate]; queues: 3 | queues: is no field of a team; there are team, sends and reads",
        "sends: [allocate] | team: has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter, such as web-shop",
        "team: Web-Shop; sends: [allocate] | team: has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter, such as web-shop",
        "team: web.shop; sends: [allocate] | team: has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter, such as web-shop",
        "team: .*; sends: [allocate] | team: has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter, such as web-shop",
        "team: [a]; sends: [allocate] | team: has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter, such as web-shop",
        "team: allocation; sends: [allocate] | team: allocation is a name of Ficus itself; take that of the team",
        "team: legacy; sends: [allocate] | team: legacy is a name of Ficus itself; take that of the team",
        "team: legacy-adapter; sends: [allocate] | team: legacy-adapter is a name of Ficus itself; take that of the team",
        "team: operator; sends: [allocate] | team: operator is a name of Ficus itself; take that of the team",
        "team: amq; sends: [allocate] | team: amq is a name of Ficus itself; take that of the team",
        "team: a: b | cannot be read: …",
        "team: web-shop; team: web-shop; sends: [allocate] | cannot be read: …",
        "just words | has to have the fields team, sends and reads"
      })
  void what_is_wrong_is_refused_with_the_file_the_field_and_what_would_be_right(
      String content, String words) throws IOException {
    file("x.yaml", content.replace("; ", "\n"));
    List<String> said = problems();
    assertEquals(1, said.size(), said::toString);
    if (words.endsWith("…")) {
      assertTrue(said.get(0).startsWith("x.yaml: cannot be read: "), said::toString);
    } else {
      assertEquals("x.yaml: " + words, said.get(0));
    }
  }

  @Test
  void two_teams_of_one_name_are_refused() throws IOException {
    file("a.yaml", "team: web-shop\nsends: [allocate]\n");
    file("b.yaml", "team: web-shop\nsends: [deallocate]\n");
    assertEquals(
        List.of("b.yaml: team: web-shop is the team of a.yaml; a team has one file"), problems());
  }

  @Test
  void another_file_in_the_folder_is_refused() throws IOException {
    file("web-shop.yml", "team: web-shop\nsends: [allocate]\n");
    assertEquals(
        List.of("web-shop.yml: is no file of a team: its name has to end in .yaml"), problems());
  }

  @Test
  void all_that_is_wrong_is_said_at_once() throws IOException {
    file("a.yaml", "team: A\nsends: [burn]\nmore: 1\n");
    file("b.yaml", "words");
    assertEquals(4, problems().size());
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private List<String> problems() {
    return assertThrows(ProblemsException.class, () -> TeamFiles.read(folder, contracts))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
