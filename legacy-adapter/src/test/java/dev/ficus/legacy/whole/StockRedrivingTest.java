package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.QuarantineApi.REQUEST;
import static dev.ficus.legacy.whole.QuarantineApi.post;
import static dev.ficus.legacy.whole.QuarantineApi.redrive;
import static dev.ficus.legacy.whole.QuarantineApi.show;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stock report that was not understood is taken in, unless another came since. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(RedrivingResource.class)
@WithTestResource(CapturingResource.class)
@WithTestResource(StockedShopResource.class)
class StockRedrivingTest {

  @Inject CommandProbe probe;
  @Inject DataSource database;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void a_batch_whose_creation_was_misread_is_created_when_the_mapping_is_mended() throws Exception {
    receive("RUG-1", "RUG", "new_quantity", "5", "eta", "2010-12-24");
    int id = entry("RUG-1");
    redrive(id)
        .body(at("$.outcome", equalTo("still_refused")))
        .body(at("$.reasons", contains("unreadable_quantity")))
        .body(at("$.commands", empty()));

    mendMapping("RUG-1");
    redrive(id)
        .body(at("$.outcome", equalTo("translated")))
        .body(at("$.confirmed", equalTo(true)))
        .body(at("$.commands[*].command", contains("create_batch")))
        .body(at("$.commands[*].batchref", contains("RUG-1")))
        .body(at("$.commands[*].sku", contains("RUG")))
        .body(at("$.commands[*].qty", contains(5)))
        .body(at("$.commands[*].eta", contains("2010-12-24")));
    post(id, "redrive", REQUEST).statusCode(409);
    assertEquals(List.of("create_batch RUG-1 RUG 5 2010-12-24"), sent("RUG-1"));
    given().get("/stock/batches/RUG-1").then().body(at("$.confirmed", equalTo(true)));
    show(id)
        .body(at("$.entry.state", equalTo("redriven")))
        .body(at("$.actions[*].by", contains("ada", "ada")))
        .body(at("$.actions[*].outcome", contains("still_refused", "translated")));
  }

  @Test
  void what_was_reported_of_the_batch_meanwhile_becomes_known_with_it_the_last_report_counting()
      throws Exception {
    receive("LAMP-1", "LAMP", "new_quantity", "9");
    adjust("LAMP-1", "8");
    adjust("LAMP-1", "7");
    say("stock.delay", "batchref", "LAMP-1", "eta", "2010-12-30");
    adjust("LAMP-1", "8");
    int created = entry("LAMP-1");
    redriveUnknown(created)
        .body(at("$.outcomes.still_refused", equalTo(3)))
        .body(
            at(
                "$.results[*].reasons[*]",
                contains("unknown_batch", "unknown_batch", "unknown_batch")));

    mendMapping("LAMP-1");
    redrive(created).body(at("$.outcome", equalTo("translated")));
    redriveUnknown(created)
        .body(at("$.outcomes.translated", equalTo(2)))
        .body(at("$.outcomes.superseded", equalTo(1)));
    redriveUnknown(created).body(at("$.results", empty()));
    assertEquals(
        List.of(
            "create_batch LAMP-1 LAMP 9",
            "change_batch_quantity LAMP-1 LAMP 8 @2",
            "change_batch_eta LAMP-1 LAMP 2010-12-30 @3"),
        sent("LAMP-1"));
  }

  @Test
  void a_creation_that_was_reported_again_since_is_superseded() throws Exception {
    receive("VASE-1", "VASE", "new_quantity", "5");
    receive("VASE-1", "VASE", "quantity", "6");
    int id = entry("VASE-1");
    mendMapping("VASE-1");
    redrive(id).body(at("$.outcome", equalTo("superseded"))).body(at("$.commands", empty()));
    assertEquals(List.of("create_batch VASE-1 VASE 6"), sent("VASE-1"));
    show(id)
        .body(at("$.entry.state", equalTo("redriven")))
        .body(at("$.actions[*].outcome", contains("superseded")));
  }

  @Test
  void a_quantity_counts_unless_another_was_reported_since_and_a_day_is_none() throws Exception {
    receive("BOWL-1", "BOWL", "quantity", "9");
    say("stock.adjust", "batchref", "BOWL-1", "new_quantity", "8");
    say("stock.delay", "batchref", "BOWL-1", "eta", "2010-12-30");
    mendMapping("BOWL-1");
    redrive(entry("BOWL-1")).body(at("$.outcome", equalTo("translated")));

    receive("BOWL-2", "BOWL", "quantity", "9");
    say("stock.adjust", "batchref", "BOWL-2", "new_quantity", "8");
    adjust("BOWL-2", "7");
    mendMapping("BOWL-2");
    redrive(entry("BOWL-2")).body(at("$.outcome", equalTo("superseded")));
    assertEquals(
        List.of(
            "create_batch BOWL-1 BOWL 9",
            "change_batch_eta BOWL-1 BOWL 2010-12-30 @2",
            "change_batch_quantity BOWL-1 BOWL 8 @3"),
        sent("BOWL-1"));
    assertEquals(
        List.of("create_batch BOWL-2 BOWL 9", "change_batch_quantity BOWL-2 BOWL 7 @2"),
        sent("BOWL-2"));
  }

  @Test
  void a_figure_counts_unless_it_was_reported_again_since() throws Exception {
    say("stock.count", "sku", "PEN", "quantity", "some", "new_quantity", "4");
    int last = entryOfSku("PEN");
    mendMapping(last);
    redrive(last).body(at("$.outcome", equalTo("translated")));

    say("stock.count", "sku", "PEN", "quantity", "few", "new_quantity", "3");
    int before = entryOfSku("PEN");
    say("stock.count", "sku", "PEN", "quantity", "2");
    mendMapping(before);
    redrive(before).body(at("$.outcome", equalTo("superseded")));
    assertEquals(
        List.of("create_batch shop:PEN PEN 4", "change_batch_quantity shop:PEN PEN 2 @2"),
        sent("shop:PEN"));
  }

  @Test
  void a_figure_is_superseded_by_batches_with_references() throws Exception {
    say("stock.count", "sku", "CUP", "quantity", "some", "new_quantity", "4");
    int id = entryOfSku("CUP");
    mendMapping(id);
    receive("CUP-1", "CUP", "quantity", "9");
    redrive(id).body(at("$.outcome", equalTo("superseded")));
    assertEquals(List.of(), sent("shop:CUP"));
  }

  @Test
  void of_several_calls_in_one_each_is_an_entry_of_its_own() throws Exception {
    call(
        "system.multicall", list(inner("TRIO-1", "4"), inner("TRIO-2", "4"), inner("TRIO-3", "4")));
    call("stock.all", list(named("TRIO-4", "4"), named("TRIO-5", "4")));
    call(
        "system.multicall",
        list(
            inner("TRIO-6", "4"),
            struct(
                "methodName",
                text("stock.all"),
                "params",
                list(list(named("TRIO-7", "4"), named("TRIO-8", "4"))))));
    List<Integer> ids = entriesOfSku("TRIO");
    assertEquals(8, ids.size());
    sql("update quarantine_entry set feed = 'stock-mended' where sku = 'TRIO'");
    for (int i : List.of(7, 3, 5, 0, 1, 2, 4, 6)) {
      redrive(ids.get(i)).body(at("$.commands[*].batchref", contains("TRIO-" + (i + 1))));
    }
    call(
        "system.multicall", list(inner("TRIO-1", "4"), inner("TRIO-2", "4"), inner("TRIO-3", "4")));
    assertEquals(ids, entriesOfSku("TRIO"));
  }

  @Test
  void a_creation_and_a_change_of_a_batch_are_not_taken_for_each_other() throws Exception {
    receive("DESK-1", "DESK", "new_quantity", "9");
    say("stock.adjust", "batchref", "DESK-1", "sku", "DESK", "new_quantity", "8");
    List<Integer> ids = entriesOfSku("DESK");
    assertEquals(2, ids.size());
    mendMapping("DESK-1");
    redrive(ids.get(1)).body(at("$.reasons", contains("unknown_batch")));
    redrive(ids.get(0)).body(at("$.outcome", equalTo("translated")));
    redrive(ids.get(1)).body(at("$.outcome", equalTo("translated")));
    assertEquals(
        List.of("create_batch DESK-1 DESK 9", "change_batch_quantity DESK-1 DESK 8 @2"),
        sent("DESK-1"));
  }

  @Test
  void what_was_refused_more_than_once_is_redriven_as_it_was_last_reported() throws Exception {
    receive("SOFA-1", "SOFA", "quantity", "5", "eta", "24.12.", "new_eta", "2010-12-24");
    receive("SOFA-1", "SOFA", "quantity", "5", "eta", "31.12.", "new_eta", "2010-12-31");
    int id = entry("SOFA-1");
    show(id)
        .body(at("$.entry.seen", equalTo(2)))
        .body(at("$.entry.reason", equalTo("unreadable_eta")));
    mendMapping("SOFA-1");
    redrive(id).body(at("$.commands[*].eta", contains("2010-12-31")));
  }

  @Test
  void what_is_reported_and_refused_after_it_was_redriven_waits_again_and_changes_nothing()
      throws Exception {
    receive("TENT-1", "TENT", "new_quantity", "5");
    int id = entry("TENT-1");
    mendMapping("TENT-1");
    redrive(id).body(at("$.outcome", equalTo("translated")));
    receive("TENT-1", "TENT", "new_quantity", "5");
    show(id).body(at("$.entry.state", equalTo("waiting")));
    mendMapping("TENT-1");
    redrive(id).body(at("$.outcome", equalTo("translated"))).body(at("$.commands", empty()));
    assertEquals(List.of("create_batch TENT-1 TENT 5"), sent("TENT-1"));
  }

  @Test
  void what_could_not_be_written_down_still_waits_and_nothing_is_sent() throws Exception {
    receive("KITE-1", "KITE", "new_quantity", "5");
    int id = entry("KITE-1");
    mendMapping("KITE-1");
    BrokenDatabase.at(
        database,
        "insert on quarantine_action",
        "new.entry = " + id,
        () -> post(id, "redrive", REQUEST).statusCode(503));
    given().get("/stock/batches/KITE-1").then().statusCode(404);
    show(id).body(at("$.entry.state", equalTo("waiting"))).body(at("$.actions", empty()));
    redrive(id).body(at("$.outcome", equalTo("translated")));
    assertEquals(List.of("create_batch KITE-1 KITE 5"), sent("KITE-1"));
  }

  @Test
  void what_a_crash_left_unconfirmed_is_sent_again_as_it_was() throws Exception {
    receive("SAW-1", "SAW", "new_quantity", "5");
    int id = entry("SAW-1");
    mendMapping("SAW-1");
    BrokenDatabase.at(
        database,
        "update on ledger_batch",
        "new.batchref = 'SAW-1' and new.confirmed > old.confirmed",
        () -> post(id, "redrive", REQUEST).statusCode(503));
    show(id).body(at("$.entry.state", equalTo("redriven")));
    post(id, "redrive", REQUEST).statusCode(409);
    sql("update ledger_batch set changed_at = now() - interval '1 hour' where batchref = 'SAW-1'");
    List<CommandProbe.Received> sent = probe.commands("SAW-1", 2);
    assertEquals(1, sent.stream().map(each -> each.properties().getMessageId()).distinct().count());
  }

  @Test
  void what_was_refused_before_anybody_noted_when_counts_only_where_no_call_has_spoken()
      throws Exception {
    receive("OLD-1", "OLD", "new_quantity", "5");
    receive("OLD-2", "OLD", "quantity", "6");
    say("stock.adjust", "batchref", "OLD-2", "new_quantity", "5");
    sql("update quarantine_entry set called = 0, within = null where lineid like 'OLD-_'");
    mendMapping("OLD-1");
    mendMapping("OLD-2");
    redrive(entry("OLD-1")).body(at("$.outcome", equalTo("translated")));
    redrive(entry("OLD-2")).body(at("$.outcome", equalTo("superseded")));
    assertEquals(List.of("create_batch OLD-1 OLD 5"), sent("OLD-1"));
    assertEquals(List.of("create_batch OLD-2 OLD 6"), sent("OLD-2"));
  }

  @Test
  void what_no_mapping_finds_any_more_waits_to_be_discarded() throws Exception {
    receive("GONE-1", "GONE", "new_quantity", "5");
    int id = entry("GONE-1");
    sql("update quarantine_entry set feed = 'missing' where id = " + id);
    redrive(id)
        .body(at("$.outcome", equalTo("not_found")))
        .body(at("$.detail", containsString("GONE-1 was looked for by the calls of the dialect")))
        .body(at("$.reasons", contains("unreadable_quantity")));
    sql("update quarantine_entry set feed = 'closed' where id = " + id);
    post(id, "redrive", REQUEST).statusCode(409);
    show(id).body(at("$.entry.state", equalTo("waiting"))).body(at("$.actions", hasSize(1)));
    post(id, "discard", REQUEST).statusCode(204);
  }

  @Test
  void what_a_mapping_takes_for_another_sku_or_batch_waits() throws Exception {
    say("stock.count", "sku", "CAP", "new_sku", "HAT", "quantity", "some", "new_quantity", "4");
    int figure = entryOfSku("CAP");
    receive("CAP-1", "CAP", "new_batchref", "HAT-1", "new_quantity", "5");
    int batch = entry("CAP-1");
    for (int id : List.of(figure, batch)) {
      mendMapping(id);
      redrive(id)
          .body(at("$.outcome", equalTo("not_found")))
          .body(at("$.detail", containsString("CAP")))
          .body(at("$.commands", empty()));
      show(id)
          .body(at("$.entry.state", equalTo("waiting")))
          .body(at("$.entry.subject", equalTo("stock")))
          .body(at("$.actions[0].detail", containsString("stock-mended")));
    }
    assertEquals(List.of(), sent("shop:HAT"));
    assertEquals(List.of(), sent("HAT-1"));
  }

  private ValidatableResponse redriveUnknown(int after) {
    return given()
        .contentType("application/json")
        .body(REQUEST)
        .post("/quarantine/redrive?shop=shop&reason=unknown_batch&after=" + after)
        .then()
        .statusCode(200);
  }

  /** What a mended mapping and a restart do: the feed's calls are read by another dialect. */
  private void mendMapping(String batchref) throws SQLException {
    sql("update quarantine_entry set feed = 'stock-mended' where lineid = '" + batchref + "'");
  }

  private void mendMapping(int id) throws SQLException {
    sql("update quarantine_entry set feed = 'stock-mended' where id = " + id);
  }

  private static void receive(String batchref, String sku, String... further) {
    String[] members = new String[4 + further.length];
    System.arraycopy(new String[] {"batchref", batchref, "sku", sku}, 0, members, 0, 4);
    System.arraycopy(further, 0, members, 4, further.length);
    say("stock.receive", members);
  }

  private static void adjust(String batchref, String quantity) {
    say("stock.adjust", "batchref", batchref, "quantity", quantity);
  }

  private static void say(String method, String... members) {
    Object[] struct = new Object[members.length];
    for (int i = 0; i < members.length; i++) {
      struct[i] = i % 2 == 0 ? members[i] : text(members[i]);
    }
    assertEquals(done(), call(method, struct(struct)));
  }

  private static Answer call(String method, Value parameter) {
    return answer(
        given().contentType("text/xml").body(bytes(method, parameter)).post("/stock-missing"));
  }

  /** In a multicall, a creation whose reference only the mended mapping finds. */
  private static Value inner(String batchref, String quantity) {
    return struct("methodName", text("stock.receive"), "params", list(trio(batchref, quantity)));
  }

  /** The same in a list of calls. */
  private static Value named(String batchref, String quantity) {
    return list(text("stock.receive"), list(trio(batchref, quantity)));
  }

  private static Value trio(String batchref, String quantity) {
    return struct("new_batchref", text(batchref), "sku", text("TRIO"), "quantity", text(quantity));
  }

  /** The commands for a batch, when nothing that was sent before can come any more. */
  private List<String> sent(String batchref) throws Exception {
    probe.catchUp();
    return probe.ofBatch(batchref, 0);
  }

  private int entry(String batchref) {
    return (int)
        number("select min(id) from quarantine_entry where lineid = '%s'".formatted(batchref));
  }

  private int entryOfSku(String sku) {
    List<Integer> ids = entriesOfSku(sku);
    return ids.get(ids.size() - 1);
  }

  private List<Integer> entriesOfSku(String sku) {
    long first = number("select min(id) from quarantine_entry where sku = '%s'".formatted(sku));
    return read(
        given().get("/quarantine?limit=1000&state=any&after=" + (first - 1)).asString(),
        "$.entries[?(@.sku == '%s')].id".formatted(sku));
  }

  private void sql(String statement) throws SQLException {
    QuarantineApi.sql(database, statement);
  }

  private long number(String query) {
    return QuarantineApi.number(database, query);
  }
}
