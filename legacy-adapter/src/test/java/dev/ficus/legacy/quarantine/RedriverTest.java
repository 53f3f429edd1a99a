package dev.ficus.legacy.quarantine;

import static dev.ficus.legacy.quarantine.KeptOrder.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.TestIntake;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.quarantine.Quarantine.Filter;
import dev.ficus.legacy.quarantine.Redriven.RedriveOutcome;
import dev.ficus.legacy.quarantine.Redriving.RedriveRequest;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redriving and discarding, from the entry to the commands that follow. */
class RedriverTest {

  private static final RedriveRequest REQUEST =
      new RedriveRequest("Ada", "the mapping is mended", "redrive-1");
  private static final Rules PIECES = Rules.RIGHT.quantity("pieces,qty");

  /** Of its two lines the second waits, and the first for it. */
  private static final KeptOrder HALF =
      new KeptOrder(
          "100",
          List.of(item("7", "A", "3"), KeptOrder.with(item("8", "B", "five"), "pieces", "5")));

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final TestIntake intake = new TestIntake();
  private final Quarantine quarantine = intake.quarantine();
  private final FakeRules rules = new FakeRules(shop);
  private final Redriving redriving = redriving();

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  private Redriving redriving() {
    Rereading rereading = new Rereading(rules);
    return new Redriving(
        quarantine,
        rules,
        new OrderRedriver(quarantine, rereading, intake.orders()),
        new StockRedriver(quarantine, rereading, intake.stock()),
        intake.meters());
  }

  @Test
  void a_line_that_mended_rules_can_read_is_taken_in_and_its_order_goes_on() {
    take(HALF);
    rules.read(PIECES);
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.TRANSLATED, redriven.outcome());
    assertEquals(List.of("allocate B"), named(redriven.commands()));
    assertFalse(redriven.held());
    assertTrue(redriven.confirmed());
    assertEquals(List.of("allocate A", "allocate B"), sent());
    assertEquals(EntryState.REDRIVEN, only().state());
    Action action = quarantine.actions(only().id()).get(0);
    assertEquals("Ada", action.by());
    assertEquals("redrive", action.action());
    assertEquals("translated", action.outcome());
    assertEquals(1, count(RedriveOutcome.TRANSLATED));
  }

  @Test
  void by_the_same_rules_it_is_still_refused_and_the_order_waits() {
    take(HALF);
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.STILL_REFUSED, redriven.outcome());
    assertEquals(List.of(Reason.UNREADABLE_QUANTITY), redriven.reasons());
    assertEquals(EntryState.WAITING, only().state());
    assertEquals(List.of(), sent());
  }

  @Test
  void what_the_broker_does_not_confirm_is_redriven_and_sent_again_later() {
    take(HALF);
    rules.read(PIECES);
    intake.commands().confirming(false);
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.TRANSLATED, redriven.outcome());
    assertFalse(redriven.confirmed());
    assertEquals(EntryState.REDRIVEN, only().state());
    assertEquals(2, intake.ledger().find(number).orElseThrow().unconfirmed().size());
  }

  @Test
  void the_order_waits_on_while_another_of_its_lines_does() {
    take(
        new KeptOrder(
            "100",
            List.of(
                item("7", "A", "three"), KeptOrder.with(item("8", "B", "five"), "pieces", "5"))));
    rules.read(PIECES);
    Entry second = entries().get(1);
    Redriven redriven = redriving.redrive(second.id(), REQUEST).orElseThrow();
    assertEquals(RedriveOutcome.TRANSLATED, redriven.outcome());
    assertTrue(redriven.held());
    assertEquals(List.of(), sent());
  }

  @Test
  void an_entry_of_a_feed_or_a_shop_that_is_not_configured_any_more_waits() {
    take(HALF, "gone");
    assertEquals(RedriveOutcome.NO_SUCH_FEED, redrive().outcome());
    intake
        .orders()
        .keepUnreadable("another shop", new Arrival(FakeRules.FEED, "c", () -> new byte[0]));
    long other = quarantine.after(only().id(), all(), 1).get(0).id();
    assertEquals(
        RedriveOutcome.NO_SUCH_FEED, redriving.redrive(other, REQUEST).orElseThrow().outcome());
    assertEquals(EntryState.WAITING, only().state());
  }

  @Test
  void an_entry_whose_call_is_deleted_waits_to_be_discarded() {
    take(HALF);
    quarantine.deleteCalls(Instant.EPOCH, Instant.now().plusSeconds(60));
    assertEquals(RedriveOutcome.CALL_DELETED, redrive().outcome());
    assertEquals(Optional.of(true), redriving.discard(only().id(), REQUEST));
  }

  @Test
  void a_discarded_entry_lets_its_order_go_on_and_is_not_redriven() {
    take(HALF);
    assertEquals(Optional.of(true), redriving.discard(only().id(), REQUEST));
    assertEquals(List.of("allocate A"), sent());
    assertEquals(EntryState.DISCARDED, only().state());
    assertEquals(RedriveOutcome.NOT_WAITING, redrive().outcome());
    assertEquals(Optional.of(false), redriving.discard(only().id(), REQUEST));
    assertEquals("discard", quarantine.actions(only().id()).get(0).action());
  }

  @Test
  void there_is_no_entry_of_an_unknown_id() {
    assertEquals(Optional.empty(), redriving.redrive(17, REQUEST));
    assertEquals(Optional.empty(), redriving.discard(17, REQUEST));
  }

  @Test
  void an_order_whose_number_could_not_be_read_is_taken_in_as_a_whole() {
    keepUnreadable("", bytes(new Call("order.create", List.of(HALF.value()))));
    rules.read(PIECES.number("typo"));
    assertEquals(RedriveOutcome.STILL_REFUSED, redrive().outcome());
    rules.read(PIECES);
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.TRANSLATED, redriven.outcome());
    assertEquals(List.of("allocate A", "allocate B"), sent());
    assertEquals(EntryState.REDRIVEN, only().state());
  }

  @Test
  void of_several_calls_in_a_call_the_one_is_read_again_that_was_refused() {
    Value first = new KeptOrder("100", List.of(item("7", "A", "3"))).value();
    Value second = new KeptOrder("101", List.of(item("7", "A", "4"))).value();
    Value third = new Value.Text("no order");
    Call several =
        new Call(
            Multicall.METHOD,
            List.of(
                new Value.Array(
                    Stream.of(first, second, third).map(RedriverTest::create).toList())));
    keepUnreadable("2", bytes(several));
    assertEquals(RedriveOutcome.STILL_REFUSED, redrive().outcome());
    assertEquals(List.of(), sent());
    keepUnreadable("1", bytes(several));
    Entry ofSecond = entries().get(1);
    assertEquals(
        RedriveOutcome.TRANSLATED,
        redriving.redrive(ofSecond.id(), REQUEST).orElseThrow().outcome());
    assertEquals(
        4, intake.ledger().find(shop.order("101")).orElseThrow().lines().get(0).quantity());
    assertTrue(intake.ledger().find(number).isEmpty());
  }

  @Test
  void one_that_fails_does_not_keep_the_others_from_being_redriven() {
    take(HALF, FakeRules.BROKEN);
    take(new KeptOrder("101", HALF.items()), FakeRules.FEED);
    rules.read(PIECES);
    List<Redriven> all = redriving.redrive(0, all(), 10, REQUEST);
    assertEquals(
        List.of(RedriveOutcome.FAILED, RedriveOutcome.TRANSLATED),
        all.stream().map(Redriven::outcome).toList());
    assertEquals(1, count(RedriveOutcome.FAILED));
  }

  @Test
  void a_stock_report_that_mended_rules_can_read_is_noted() {
    report("batch.create", "B-1", "five", "5");
    rules.readStock("0", "4");
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.TRANSLATED, redriven.outcome());
    assertEquals(List.of("create_batch SKU"), named(redriven.commands()));
    assertEquals(5, intake.batches().find("B-1").orElseThrow().now().quantity());
    assertEquals(List.of("create_batch SKU"), sent());
    assertEquals(EntryState.REDRIVEN, only().state());
  }

  @Test
  void a_stock_report_is_superseded_by_a_later_one() {
    report("batch.create", "B-1", "5", "");
    report("batch.quantity", "B-1", "four", "4");
    report("batch.quantity", "B-1", "3", "");
    sent();
    rules.readStock("0", "4");
    assertEquals(RedriveOutcome.SUPERSEDED, redrive().outcome());
    assertEquals(3, intake.batches().find("B-1").orElseThrow().now().quantity());
    assertEquals(List.of(), sent());
    assertEquals(EntryState.REDRIVEN, only().state());
  }

  @Test
  void a_stock_report_that_is_now_about_another_batch_waits() {
    report("batch.create", "B-1", "five", "5");
    rules.readStock("1", "4");
    Redriven redriven = redrive();
    assertEquals(RedriveOutcome.NOT_FOUND, redriven.outcome());
    assertTrue(redriven.detail().orElseThrow().contains("B-1"), redriven.toString());
    assertEquals(EntryState.WAITING, only().state());
    assertEquals(List.of(), sent());
  }

  private void take(KeptOrder kept) {
    take(kept, FakeRules.FEED);
  }

  /** The shop sends the order, by a call that is kept with what is refused. */
  private void take(KeptOrder kept, String feed) {
    byte[] call = bytes(new Call("order.create", List.of(kept.value())));
    OldOrder order = rules.shape().order(shop.name(), kept.value()).orElseThrow();
    Results.of(
        intake
            .orders()
            .take(
                order,
                TestShop.RULES,
                new OrderRouting(WayIn.TO_US, false, "c"),
                arrival(feed, call)));
  }

  private void keepUnreadable(String within, byte[] call) {
    intake.orders().keepUnreadable(shop.name(), within, arrival(FakeRules.FEED, call));
  }

  /**
   * The monolith reports its stock.
   *
   * @param pieces the quantity at the place where mended rules look for it
   */
  private void report(String method, String batchref, String quantity, String pieces) {
    List<Value> parameters =
        Stream.of(batchref, "SKU", quantity, "", pieces).<Value>map(Value.Text::new).toList();
    Call call = new Call(method, parameters);
    OldStock written =
        rules.dialect(FakeRules.FEED).orElseThrow().reportedStock(call).get(0).stock();
    ReportSource source = new ReportSource.ByCall(arrival(FakeRules.FEED, bytes(call)), "");
    Results.of(
        intake
            .stock()
            .take(List.of(intake.stock().report(written, shop.name(), TestShop.RULES, source)))
            .confirmed());
  }

  private static Value create(Value order) {
    return new Value.Struct(
        Map.of(
            "methodName",
            new Value.Text("order.create"),
            "params",
            new Value.Array(List.of(order))));
  }

  private static Arrival arrival(String feed, byte[] call) {
    return new Arrival(feed, "c", () -> call);
  }

  private static byte[] bytes(Call call) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeCall(out, call);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Redriven redrive() {
    return redriving.redrive(only().id(), REQUEST).orElseThrow();
  }

  private Entry only() {
    List<Entry> entries = entries();
    assertEquals(1, entries.size());
    return entries.get(0);
  }

  private List<Entry> entries() {
    return quarantine.after(
        0,
        new Filter(Optional.empty(), Optional.of(shop.name()), Optional.empty(), Optional.empty()),
        10);
  }

  private static Filter all() {
    return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private double count(RedriveOutcome outcome) {
    return intake
        .meters()
        .get("ficus.legacy.quarantine.redriven")
        .tag("outcome", outcome.code())
        .counter()
        .count();
  }

  private List<String> sent() {
    return named(intake.commands().takeSent());
  }

  private static List<String> named(List<Command> commands) {
    return commands.stream().map(command -> command.name() + " " + command.sku()).toList();
  }
}
