package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock reports of the monolith to the shop go there as they came, and become commands. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(OpeningStockResource.class)
@WithTestResource(InterceptedShopResource.class)
class InterceptionTest {

  private static final String TOO_LONG = "BAD-" + "x".repeat(252);
  private static final String UPDATE = "cataloginventory_stock_item.update";

  private InterceptedShopResource.InterceptedShops shops;

  @Inject CommandProbe probe;

  @TempDir Path folder;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void monolith_and_shop_hear_each_other_byte_for_byte() throws Exception {
    Path recording = folder.resolve("sent");
    try (WebServer monolith =
        Monolith.open(
            "--orders",
            InterceptedShopResource.ORDER_FILE,
            "--shop",
            "http://127.0.0.1:%d/from-monolith".formatted(RestAssured.port),
            "--user",
            "adapter",
            "--record-told",
            recording.toString())) {
      control(monolith, "batches?reference=B1&sku=GNOME&qty=12&eta=2010-12-24");
      control(monolith, "batches/B1?qty=10");
      control(monolith, "batches/B1?eta=");
      control(monolith, "moves?count=20");
    }

    List<Recording.Exchange> sent = Recording.read(recording);
    List<Recording.Exchange> received = shops.monoliths().exchanges();
    assertEquals(sent.size(), received.size());
    assertTrue(sent.size() > 40, "each move is reported twice, after a login");
    for (int i = 0; i < sent.size(); i++) {
      Message call = Message.parse(sent.get(i).request());
      Message calledWith = Message.parse(received.get(i).request());
      assertArrayEquals(call.body(), calledWith.body());
      for (String header : List.of("Content-Type", "User-Agent")) {
        assertEquals(call.header(header), calledWith.header(header));
      }
      Message answered = Message.parse(received.get(i).answer());
      Message answer = Message.parse(sent.get(i).answer());
      assertArrayEquals(answered.body(), answer.body());
      assertEquals(answered.header("Content-Type"), answer.header("Content-Type"));
    }
    assertEquals(
        List.of(
            "create_batch B1 GNOME 12 2010-12-24",
            "change_batch_quantity B1 GNOME 10 @2",
            "change_batch_eta B1 GNOME @3"),
        probe.ofBatch("B1", 3));
  }

  @Test
  void each_figure_is_a_revision_and_the_same_again_is_none() throws Exception {
    for (String figure : List.of("5", "5.0000", "3", "3", "5.0000", "5")) {
      assertForwarded(update("FIGURE", figure));
    }
    assertForwarded(update("FIGURE", "4"));

    List<CommandProbe.Received> commands = probe.commands("shop:FIGURE", 4);
    assertEquals(
        List.of(
            "create_batch shop:FIGURE FIGURE 5",
            "change_batch_quantity shop:FIGURE FIGURE 3 @2",
            "change_batch_quantity shop:FIGURE FIGURE 5 @3",
            "change_batch_quantity shop:FIGURE FIGURE 4 @4"),
        commands.stream().map(CommandProbe.Received::ofBatch).toList());
    assertEquals(
        4,
        commands.stream().map(each -> each.properties().getMessageId()).distinct().count(),
        "each has an id of its own");
    assertEquals("FIGURE", commands.get(0).header("cloudEvents_subject"));
  }

  @Test
  void goods_that_left_for_our_lines_stay_in_the_batch_when_the_monolith_books_them()
      throws Exception {
    String batchref = "shop:DESPATCHED";
    assertForwarded(update("DESPATCHED", "10"));
    assertEquals(OldShop.taken("B-1"), OldShop.create(ordered("B-1", "0.0000")));
    try (AllocationEvents allocation = new AllocationEvents()) {
      String batch = ",\"batchref\":\"" + batchref + "\"";
      allocation.say("line_allocated", 1, "shop:B-1", "DESPATCHED", "7", 3, batch);
      allocation.say("line_despatched", 2, "web-1", "DESPATCHED", "", 2, batch);
      OldShop.create(ordered("B-1", "3.0000"));
      OldShop.create(ordered("B-1", "3.0000"));
      awaitPending(batchref, 5);
    }
    assertForwarded(update("DESPATCHED", "6"));
    assertForwarded(update("DESPATCHED", "5"));
    given()
        .get("/stock/batches/" + batchref)
        .then()
        .contentType("application/json")
        .body(at("$.qty", is(10)))
        .body(at("$.uncounted", is(5)))
        .body(at("$.pending", is(0)))
        .body(at("$.toGiveBack", is(0)));
    assertForwarded(update("DESPATCHED", "4"));
    assertEquals(
        List.of(
            "create_batch shop:DESPATCHED DESPATCHED 10",
            "change_batch_quantity shop:DESPATCHED DESPATCHED 9 @2"),
        probe.ofBatch(batchref, 2));
    assertEquals("despatch DESPATCHED/7 @2", probe.briefs("shop:B-1", 3).get(2));
  }

  private static Value ordered(String number, String shipped) {
    return ordered(number, "DESPATCHED", shipped);
  }

  private static Value ordered(String number, String sku, String shipped) {
    return OldShop.order(
        number, OldShop.with(OldShop.item("7", sku, "3"), "qty_shipped", text(shipped)));
  }

  @Test
  void goods_that_left_from_another_batch_after_all_leave_this_one_without_another_figure()
      throws Exception {
    String batchref = "shop:MOVED";
    assertForwarded(update("MOVED", "10"));
    assertEquals(OldShop.taken("B-2"), OldShop.create(ordered("B-2", "MOVED", "0.0000")));
    try (AllocationEvents allocation = new AllocationEvents()) {
      String batch = ",\"batchref\":\"" + batchref + "\"";
      allocation.say("line_allocated", 1, "shop:B-2", "MOVED", "7", 3, batch);
      OldShop.create(ordered("B-2", "MOVED", "3.0000"));
      awaitPending(batchref, 3);
      assertForwarded(update("MOVED", "7"));
      assertEquals(List.of("create_batch shop:MOVED MOVED 10"), probe.ofBatch(batchref, 1));
      allocation.say("line_deallocated", 2, "shop:B-2", "MOVED", "7", 3, batch);
      allocation.say(
          "line_allocated", 3, "shop:B-2", "MOVED", "7", 3, ",\"batchref\":\"bought by us\"");
      assertEquals(
          "change_batch_quantity shop:MOVED MOVED 7 @2", probe.ofBatch(batchref, 2).get(1));
    }
  }

  @Test
  void what_has_left_and_the_monolith_has_promised_to_others_stays_in_the_batch_and_is_listed()
      throws Exception {
    String batchref = "shop:OVERSOLD";
    assertForwarded(update("OVERSOLD", "5"));
    try (AllocationEvents allocation = new AllocationEvents()) {
      String batch = ",\"batchref\":\"" + batchref + "\"";
      allocation.say("line_despatched", 1, "web-1", "OVERSOLD", "", 5, batch);
      awaitPending(batchref, 5);
    }
    assertForwarded(update("OVERSOLD", "-3"));
    given()
        .get("/stock/batches/" + batchref)
        .then()
        .body(at("$.qty", is(5)))
        .body(at("$.uncounted", is(5)))
        .body(at("$.oversold", is(3)));
    given()
        .get("/stock/oversold")
        .then()
        .statusCode(200)
        .body(at("$.batches[*].batchref", is(List.of(batchref))))
        .body(at("$.batches[*].despatched", is(List.of(5))))
        .body(at("$.batches[*].units", is(List.of(3))));
    assertForwarded(update("OVERSOLD", "2"));
    given().get("/stock/oversold").then().body(at("$.batches", is(List.of())));
    assertEquals(
        List.of(
            "create_batch shop:OVERSOLD OVERSOLD 5",
            "change_batch_quantity shop:OVERSOLD OVERSOLD 7 @2"),
        probe.ofBatch(batchref, 2));
  }

  /** Events of allocation-service are read by and by. */
  private static void awaitPending(String batchref, int units) {
    Waiting.until(
        () -> read(given().get("/stock/batches/" + batchref).asString(), "$.pending").equals(units),
        LIMIT);
  }

  @Test
  void what_the_monolith_is_to_give_back_is_listed_and_noted_by_whoever_had_it_do_that()
      throws Exception {
    assertForwarded(update("TO-GIVE-BACK", "10"));
    given().get("/stock/to-give-back").then().statusCode(200).body(at("$.batches", is(List.of())));
    gaveBack("TO-GIVE-BACK", Map.of(), 409, "units");
    gaveBack("NOBODY", Map.of(), 404, "batchref");
    gaveBack("TO-GIVE-BACK", Map.of("units", ""), 400, "units");
    gaveBack("TO-GIVE-BACK", Map.of("units", 0), 400, "units");
    gaveBack("TO-GIVE-BACK", Map.of("units", 1.9), 400, "units");
    gaveBack("TO-GIVE-BACK", Map.of("units", "1"), 400, "units");
    gaveBack("TO-GIVE-BACK", Map.of("givenBackBefore", ""), 400, "givenBackBefore");
    gaveBack("TO-GIVE-BACK", Map.of("givenBackBefore", -1), 400, "givenBackBefore");
    gaveBack("TO-GIVE-BACK", Map.of("givenBackBefore", 0.5), 400, "givenBackBefore");
    gaveBack("TO-GIVE-BACK", Map.of("givenBackBefore", 1), 409, "givenBackBefore");
    gaveBack("TO-GIVE-BACK", Map.of("by", " "), 400, "by");
    gaveBack("TO-GIVE-BACK", Map.of("reason", ""), 400, "reason");
  }

  @Test
  void a_number_or_a_text_is_no_truth_value() {
    for (Object noTruth : List.of(1, "true")) {
      given()
          .contentType("application/json")
          .body(Map.of("monolith_has_it", noTruth, "by", "Ann", "reason", "asked"))
          .post("/strangling/doubts/shop/4711")
          .then()
          .statusCode(400)
          .body(at("$.field", is("monolith_has_it")));
    }
  }

  private static void gaveBack(
      String sku, Map<String, Object> otherwise, int status, String field) {
    Map<String, Object> found = new HashMap<>();
    found.putAll(Map.of("units", 1, "givenBackBefore", 0, "by", "Ann", "reason", "asked"));
    found.putAll(otherwise);
    given()
        .contentType("application/json")
        .body(found)
        .post("/stock/to-give-back/shop:" + sku)
        .then()
        .statusCode(status)
        .body(at("$.field", is(field)));
  }

  @Test
  void a_figure_is_understood_in_a_session_and_among_other_calls() throws Exception {
    String session = login();
    assertForwarded(
        bytes(
            "call",
            text(session),
            text(UPDATE),
            list(text("SESSION"), struct("qty", text("7"), "is_in_stock", text("1")))));
    assertForwarded(
        bytes("call", text(session), text("product_stock.update"), list(text("ALIAS"), qty("8"))));
    assertForwarded(
        bytes(
            "multiCall",
            text(session),
            list(
                list(text("catalog_product.list")),
                list(text(UPDATE), list(text("MULTI-1"), qty("1"))),
                list(text(UPDATE), list(text("MULTI-2"), qty("2"))))));
    assertForwarded(
        bytes(
            "system.multicall",
            list(struct("methodName", text(UPDATE), "params", list(text("INNER"), qty("3"))))));

    assertEquals(List.of("create_batch shop:SESSION SESSION 7"), sent("shop:SESSION"));
    assertEquals(List.of("create_batch shop:ALIAS ALIAS 8"), sent("shop:ALIAS"));
    assertEquals(List.of("create_batch shop:MULTI-1 MULTI-1 1"), sent("shop:MULTI-1"));
    assertEquals(List.of("create_batch shop:MULTI-2 MULTI-2 2"), sent("shop:MULTI-2"));
    assertEquals(List.of("create_batch shop:INNER INNER 3"), sent("shop:INNER"));
  }

  @Test
  void once_batches_of_a_sku_have_names_its_figure_counts_no_longer() throws Exception {
    assertForwarded(update("NAMED", "9"));
    assertForwarded(receive("N1", "NAMED", 9, ""));
    assertForwarded(update("NAMED", "8"));

    assertEquals(List.of("create_batch N1 NAMED 9"), sent("N1"));
    assertEquals(
        List.of("create_batch shop:NAMED NAMED 9", "change_batch_quantity shop:NAMED NAMED 0 @2"),
        probe.ofBatch("shop:NAMED", 2));
    assertForwarded(adjust("N1", "NAMED", 8));
    assertEquals(
        List.of("create_batch N1 NAMED 9", "change_batch_quantity N1 NAMED 8 @2"),
        probe.ofBatch("N1", 2));
    assertEquals(2, probe.ofBatch("shop:NAMED", 2).size());
  }

  @Test
  void a_creation_that_comes_late_again_undoes_nothing() throws Exception {
    assertForwarded(receive("LATE", "LATECOMER", 9, "2010-12-24"));
    assertForwarded(adjust("LATE", "LATECOMER", 5));
    assertForwarded(receive("LATE", "LATECOMER", 9, "2010-12-24"));
    assertForwarded(bytes("stock.delay", text("LATE"), text("LATECOMER"), text("2010-12-30")));
    assertEquals(
        List.of(
            "create_batch LATE LATECOMER 9 2010-12-24",
            "change_batch_quantity LATE LATECOMER 5 @2",
            "change_batch_eta LATE LATECOMER 2010-12-30 @3"),
        probe.ofBatch("LATE", 3));
  }

  @Test
  void magentos_other_calls_that_set_a_stock_are_understood() throws Exception {
    String session = login();
    assertForwarded(
        bytes(
            "cataloginventory_stock_item.multiUpdate",
            list(text("SEVERAL-1"), text("SEVERAL-2")),
            list(qty("5"), qty("6"))));
    assertForwarded(
        bytes(
            "call",
            text(session),
            text("product_stock.multiUpdate"),
            list(list(text("SEVERAL-3")), list(qty("7")))));
    assertForwarded(
        bytes("catalog_product.update", text("CHANGED-PRODUCT"), struct("stock_data", qty("8"))));
    assertForwarded(
        bytes(
            "call",
            text(session),
            text("catalog_product.create"),
            list(
                text("simple"),
                text("4"),
                text("4712"),
                struct("name", text("x"), "stock_data", qty("9")))));
    assertForwarded(
        bytes(
            "catalog_product.update",
            text("4713"),
            struct("stock_data", qty("10")),
            Value.NIL,
            text("sku")));
    assertForwarded(update("SOLD-OUT", "3"));
    assertForwarded(bytes(UPDATE, text("SOLD-OUT"), struct("is_in_stock", new Value.Int(0))));
    assertForwarded(bytes(UPDATE, text("0012"), qty("11")));

    assertEquals(List.of("create_batch shop:SEVERAL-1 SEVERAL-1 5"), sent("shop:SEVERAL-1"));
    assertEquals(List.of("create_batch shop:SEVERAL-2 SEVERAL-2 6"), sent("shop:SEVERAL-2"));
    assertEquals(List.of("create_batch shop:SEVERAL-3 SEVERAL-3 7"), sent("shop:SEVERAL-3"));
    assertEquals(
        List.of("create_batch shop:CHANGED-PRODUCT CHANGED-PRODUCT 8"),
        sent("shop:CHANGED-PRODUCT"));
    assertEquals(List.of("create_batch shop:4712 4712 9"), sent("shop:4712"));
    assertEquals(List.of("create_batch shop:4713 4713 10"), sent("shop:4713"));
    // Off sale, perhaps for a while: that waits for somebody who says how many there are.
    assertEquals(List.of("create_batch shop:SOLD-OUT SOLD-OUT 3"), sent("shop:SOLD-OUT"));
    given()
        .get("/quarantine?limit=1000&reason=unreadable_quantity")
        .then()
        .body(at("$.entries[*].sku", hasItem("SOLD-OUT")));
    assertEquals(List.of("create_batch shop:0012 0012 11"), sent("shop:0012"));
  }

  @Test
  void a_products_id_is_no_sku_and_what_looks_like_stock_is_never_silent() throws Exception {
    double before = counted("refused");
    assertForwarded(bytes(UPDATE, new Value.Int(815_001), qty("5")));
    assertForwarded(
        bytes(
            "cataloginventory_stock_item.multiUpdate",
            list(new Value.Int(815_002), text("BESIDE-AN-ID")),
            list(qty("5"), qty("6"))));
    assertForwarded(
        bytes("catalog_product.update", text("815003"), struct("stock_data", qty("5"))));
    assertForwarded(
        bytes(
            "catalog_product.update",
            text("NO-ID"),
            struct("stock_data", qty("5")),
            Value.NIL,
            text("id")));
    assertForwarded(
        bytes(
            "cataloginventory_stock_item.multiUpdate",
            list(text("UNEVEN-1"), text("UNEVEN-2")),
            list(qty("5"))));
    assertForwarded(
        bytes("warehouse.set", text("MYSTERY"), list(struct("sku", text("X"), "qty", text("5")))));
    assertForwarded(bytes(UPDATE, text("BACK-IN-STOCK"), struct("is_in_stock", text("1"))));

    assertEquals(
        List.of("create_batch shop:BESIDE-AN-ID BESIDE-AN-ID 6"), sent("shop:BESIDE-AN-ID"));
    for (String id : List.of("815001", "815002", "815003", "NO-ID")) {
      given()
          .get("/quarantine?limit=1000&reason=product_id")
          .then()
          .body(at("$.entries[*].sku", hasItem(id)));
      given().get("/stock/batches/shop:" + id).then().statusCode(404);
    }
    List<Integer> unknown =
        read(
            given()
                .get("/quarantine?limit=1000&reason=unknown_stock_call")
                .then()
                .body(at("$.entries.length()", is(2)))
                .extract()
                .asString(),
            "$.entries[*].id");
    for (String mentioned : List.of("UNEVEN-1", "MYSTERY")) {
      assertTrue(
          unknown.stream()
              .anyMatch(id -> given().get("/quarantine/" + id).asString().contains(mentioned)),
          mentioned);
    }
    given()
        .get("/quarantine?limit=1000&reason=unreadable_quantity")
        .then()
        .body(at("$.entries[*].sku", hasItem("BACK-IN-STOCK")));
    assertEquals(7, counted("refused") - before);
  }

  @Test
  void what_cannot_be_understood_waits_in_quarantine_and_goes_to_the_shop_all_the_same()
      throws Exception {
    String session = login();
    assertForwarded(
        bytes(
            "multiCall",
            text(session),
            list(
                list(text(UPDATE), list(text("NEGATIVE"), qty("-3.0000"))),
                list(text(UPDATE), list(text("BAD-FRACTION"), qty("2.5"))),
                list(text(UPDATE), list(text(TOO_LONG), qty("1"))),
                list(text(UPDATE), list(text("GOOD"), qty("6"))),
                list(text(UPDATE), list(text("NO-FIGURE"), struct("is_in_stock", text("1")))))));
    assertForwarded(adjust("NOBODY-KNOWS", "BAD-BATCH", 1));
    assertForwarded(receive("BAD-DAY-1", "BAD-DAY", 1, "24.12.2010"));
    assertForwarded(receive("BAD-TWICE-1", "BAD-TWICE", 1, ""));
    assertForwarded(receive("BAD-TWICE-1", "BAD-TWICE", 2, ""));
    assertForwarded(adjust("BAD-TWICE-1", "BAD-OTHER", 2));
    assertForwarded(receive("BAD-NEGATIVE-1", "BAD-NEGATIVE", -3, ""));

    assertEquals(List.of("create_batch shop:GOOD GOOD 6"), sent("shop:GOOD"));
    assertEquals(List.of("create_batch shop:NEGATIVE NEGATIVE 0"), sent("shop:NEGATIVE"));
    given()
        .get("/stock/batches/shop:NEGATIVE")
        .then()
        .body(at("$.qty", is(0)))
        .body(at("$.figures", is(List.of(Map.of("shop", "shop", "qty", -3)))))
        .body(at("$.uncounted", is(0)))
        .body(at("$.pending", is(0)));
    for (Map.Entry<String, String> expected :
        Map.of(
                "BAD-NEGATIVE",
                "negative_quantity",
                "BAD-FRACTION",
                "unreadable_quantity",
                TOO_LONG,
                "unreadable_sku",
                "BAD-BATCH",
                "unknown_batch",
                "BAD-DAY",
                "unreadable_eta",
                "BAD-TWICE",
                "batch_exists",
                "BAD-OTHER",
                "other_sku")
            .entrySet()) {
      given()
          .get("/quarantine?limit=1000")
          .then()
          .body(
              at(
                  "$.entries[?(@.sku == '%s')].reason".formatted(expected.getKey()),
                  contains(expected.getValue())));
    }
    List<Integer> nobody =
        read(
            given().get("/quarantine?limit=1000").asString(),
            "$.entries[?(@.lineid == 'NOBODY-KNOWS')].id");
    given()
        .get("/quarantine/" + nobody.get(0))
        .then()
        .body(at("$.rawXml", containsString("<methodName>stock.adjust</methodName>")));
  }

  @Test
  void a_sender_nobody_has_heard_of_is_understood_by_its_settings() throws Exception {
    assertEquals(
        done(),
        sent(
            "/wms",
            bytes(
                "wms.note",
                text("goods in"),
                struct(
                    "article",
                    text("CRATE"),
                    "pallet",
                    struct("no", new Value.Int(77), "pieces", new Value.Real(40)),
                    "due",
                    text("20101224T00:00:00")))));
    assertEquals(
        new Answer.Result(
            list(
                new Value.Bool(true),
                struct(
                    "isFault",
                    new Value.Bool(true),
                    "faultCode",
                    new Value.Int(-32601),
                    "faultMessage",
                    text("server error: method not found")))),
        sent(
            "/wms",
            bytes(
                "wms.all",
                list(
                    list(
                        text("wms.note"),
                        list(text("counted"), struct("pallet", text("77"), "pieces", text("39")))),
                    list(text("wms.sing"))))));
    assertEquals(
        done(), sent("/wms", bytes("wms.note", text("late"), text("77"), new Value.Bool(false))));
    assertEquals(
        List.of(
            "create_batch 77 CRATE 40 2010-12-24",
            "change_batch_quantity 77 CRATE 39 @2",
            "change_batch_eta 77 CRATE @3"),
        probe.ofBatch("77", 3));
  }

  @Test
  void a_shop_that_does_not_answer_is_a_fault_and_the_monoliths_word_counts() throws Exception {
    byte[] call = update("SHOP-AWAY", "5");
    assertEquals(Answers.NO_UPSTREAM, sent("/to-nobody", call));
    assertForwarded(call);
    assertForwarded(update("SHOP-AWAY", "6"));
    assertEquals(
        List.of(
            "create_batch shop:SHOP-AWAY SHOP-AWAY 5",
            "change_batch_quantity shop:SHOP-AWAY SHOP-AWAY 6 @2"),
        probe.ofBatch("shop:SHOP-AWAY", 2));
  }

  @Test
  void of_a_shop_that_we_send_figures_the_monoliths_pass_for_its_own_skus_alone() throws Exception {
    legacy("CUT-THEIRS");
    assertForwarded("/to-pushed", update("CUT-THEIRS", "5"));
    long before = shops.others().exchanges().size();
    assertEquals(done(), sent("/to-pushed", update("CUT-OURS", "5")));
    assertEquals(before, shops.others().exchanges().size(), "nothing is left for the shop");
    assertEquals(List.of("create_batch pushed:CUT-OURS CUT-OURS 5"), sent("pushed:CUT-OURS"));
    assertEquals(List.of("create_batch pushed:CUT-THEIRS CUT-THEIRS 5"), sent("pushed:CUT-THEIRS"));

    assertCut(
        bytes(
            "catalog_product.update",
            text("CUT-OURS"),
            struct("name", text("Rug"), "stock_data", struct("qty", text("6")))),
        bytes("catalog_product.update", text("CUT-OURS"), struct("name", text("Rug"))));
    assertForwarded(
        "/to-pushed",
        bytes(
            "catalog_product.update",
            text("CUT-THEIRS"),
            struct("name", text("Rug"), "stock_data", struct("qty", text("6")))));
  }

  @Test
  void calls_of_which_nothing_is_left_are_answered_at_their_places() throws Exception {
    legacy("LIST-THEIRS");
    String session = login();
    Value ours = list(text(UPDATE), list(text("LIST-OURS"), qty("5")));
    Value theirs = list(text(UPDATE), list(text("LIST-THEIRS"), qty("5")));
    Answer.Result several =
        (Answer.Result)
            assertCut(
                bytes("multiCall", text(session), list(ours, theirs, ours)),
                bytes("multiCall", text(session), list(theirs)));
    List<Value> answers = several.value().asList().orElseThrow();
    assertEquals(3, answers.size());
    assertEquals(new Value.Bool(true), answers.get(0));
    assertTrue(Answer.ofMultiCall(answers.get(1)) instanceof Answer.Fault, "no such product");
    assertEquals(new Value.Bool(true), answers.get(2));
    long before = shops.others().exchanges().size();
    assertEquals(
        new Answer.Result(list(new Value.Bool(true), new Value.Bool(true))),
        sent("/to-pushed", bytes("multiCall", text(session), list(ours, ours))));
    assertEquals(before, shops.others().exchanges().size());
  }

  private static void legacy(String sku) {
    given()
        .contentType("application/json")
        .body("{\"skus\": [\"%s\"], \"route\": \"legacy\"}".formatted(sku))
        .put("/strangling/waves/" + sku)
        .then()
        .statusCode(200);
  }

  /** The shop gets what is left of the call. */
  private Answer assertCut(byte[] call, byte[] left) throws Exception {
    Answer answer = sent("/to-pushed", call);
    List<Recording.Exchange> exchanges = shops.others().exchanges();
    byte[] received = Message.parse(exchanges.get(exchanges.size() - 1).request()).body();
    assertEquals(new String(left, UTF_8), new String(received, UTF_8));
    return answer;
  }

  @Test
  void statements_are_counted_by_what_became_of_them() {
    double before = counted("unchanged");
    sent("/to-shop", update("COUNTED", "5"));
    sent("/to-shop", update("COUNTED", "5"));
    assertEquals(1, counted("unchanged") - before);
  }

  private static double counted(String outcome) {
    return AdapterApi.managedText("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("ficus_legacy_stock_statements_total"))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private List<String> sent(String batchref) throws InterruptedException {
    return probe.ofBatch(batchref, 1);
  }

  /** The shop gets these bytes, and what it answers comes back. */
  private void assertForwarded(byte[] call) throws Exception {
    assertForwarded("/to-shop", call);
  }

  private void assertForwarded(String path, byte[] call) throws Exception {
    // Not by a client that asks for packed answers and unpacks them by itself.
    byte[] answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(RestAssured.port, path)))
                    .header("Content-Type", "text/xml")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(call))
                    .build(),
                BodyHandlers.ofByteArray())
            .body();
    List<Recording.Exchange> exchanges = shops.others().exchanges();
    Recording.Exchange last = exchanges.get(exchanges.size() - 1);
    assertArrayEquals(call, Message.parse(last.request()).body());
    assertArrayEquals(Message.parse(last.answer()).body(), answer);
  }

  private static Answer sent(String path, byte[] call) {
    return answer(given().contentType("text/xml").body(call).post(path));
  }

  private static String login() {
    Answer answer = sent("/to-shop", bytes("login", text("adapter"), text("secret")));
    return ((Answer.Result) answer).value().asText().orElseThrow();
  }

  private static void control(WebServer monolith, String what) throws Exception {
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:%d/control/%s".formatted(monolith.port(), what)))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    assertEquals(200, status);
  }

  private static byte[] update(String sku, String figure) {
    return bytes(UPDATE, text(sku), qty(figure));
  }

  private static byte[] receive(String batchref, String sku, int quantity, String eta) {
    return bytes("stock.receive", text(batchref), text(sku), new Value.Int(quantity), text(eta));
  }

  private static byte[] adjust(String batchref, String sku, int quantity) {
    return bytes("stock.adjust", text(batchref), text(sku), new Value.Int(quantity));
  }

  private static Value qty(String figure) {
    return struct("qty", text(figure));
  }
}
