package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.Outcome;
import dev.ficus.legacy.stock.BatchLedger.Source;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.KnownBatch.Content;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockRulesTest {

  private static final Optional<LocalDate> CHRISTMAS = Optional.of(LocalDate.of(2010, 12, 24));
  private static final Optional<LocalDate> HERE = Optional.empty();
  private static final Source CALL =
      new Source.Call(new Arrival("feed", "c", () -> new byte[0]), "");

  private final StockRules books = new StockRules(List.of(), Set.of());
  private final long call = 7;

  @Test
  void quantity_and_day_have_revisions_of_their_own() {
    assertEquals(Outcome.CHANGED, hear(new StockChange.Created("B", "A", 5, HERE)));
    assertEquals(Outcome.CHANGED, hear(new StockChange.Standing("B", "A", 3, CHRISTMAS)));
    KnownBatch batch = books.batch("B");
    assertEquals(2, batch.quantityRevision());
    assertEquals(3, batch.etaRevision());
    assertEquals(new Content(5, HERE), batch.original());
    assertEquals(Outcome.CHANGED, hear(new StockChange.Quantity("B", Optional.empty(), 4)));
    assertEquals(4, books.batch("B").revision());
    assertEquals(Outcome.UNCHANGED, hear(new StockChange.Quantity("B", Optional.of("A"), 4)));
    assertEquals(4, books.batch("B").revision());
  }

  @Test
  void a_list_undoes_nothing_that_was_called_since_it_was_asked_for() {
    hear(new StockChange.Created("B", "A", 5, HERE));
    StockChange older = new StockChange.Standing("B", "A", 4, HERE);
    assertEquals(Outcome.OVERRULED, hear(older, new Source.Opening("o", 6)));
    assertEquals(5, books.batch("B").now().quantity());
    assertEquals(Outcome.CHANGED, hear(older, new Source.Opening("o", 7)));
    assertEquals(4, books.batch("B").now().quantity());
  }

  @Test
  void a_list_corrects_what_only_lists_have_said() {
    Source file = new Source.Opening("o", 0);
    assertEquals(Outcome.CHANGED, hear(new StockChange.Standing("B", "A", 4, HERE), file));
    assertEquals(Outcome.CHANGED, hear(new StockChange.Standing("B", "A", 3, HERE), file));
    assertEquals(Outcome.UNCHANGED, hear(new StockChange.Standing("B", "A", 3, HERE), file));
  }

  @Test
  void a_batch_with_a_name_takes_the_place_of_the_figures_of_all_shops() {
    hear(new StockChange.Figure("A", 5));
    books.hear(report("other", new StockChange.Figure("A", 6), CALL, true), call);
    StockRules.Decision decision =
        books.hear(report("shop", new StockChange.Created("B", "A", 11, HERE), CALL, true), call);
    assertEquals(List.of("B", "shop:A", "other:A"), decision.batches());
    assertEquals(0, books.batch("shop:A").now().quantity());
    assertEquals(0, books.batch("other:A").now().quantity());
    assertEquals(Outcome.OVERRULED, hear(new StockChange.Figure("A", 9)));
  }

  @Test
  void of_a_sku_whose_books_are_not_the_monoliths_its_word_changes_nothing() {
    for (StockChange statement :
        List.of(new StockChange.Figure("A", 5), new StockChange.Created("B", "A", 5, HERE))) {
      assertEquals(
          Outcome.NOT_FOLLOWED, books.hear(report("shop", statement, CALL, false), call).outcome());
    }
    hear(new StockChange.Created("B", "A", 5, HERE));
    StockChange smaller = new StockChange.Quantity("B", Optional.empty(), 1);
    assertEquals(
        Outcome.NOT_FOLLOWED, books.hear(report("shop", smaller, CALL, false), call).outcome());
    assertEquals(5, books.batch("B").now().quantity());
  }

  @Test
  void a_batch_and_a_figure_are_not_mistaken_for_each_other() {
    hear(new StockChange.Figure("A", 5));
    assertRefused(Reason.BATCH_EXISTS, new StockChange.Quantity("shop:A", Optional.empty(), 1));
    hear(new StockChange.Created("shop:B", "C", 5, HERE));
    assertRefused(Reason.BATCH_EXISTS, new StockChange.Figure("B", 5));
  }

  @Test
  void what_is_heard_late_undoes_nothing_that_was_said_since_in_whatever_order() {
    say(11, new StockChange.Quantity("B", Optional.empty(), 3), Outcome.REFUSED);
    say(10, new StockChange.Created("B", "A", 5, HERE), Outcome.CHANGED);
    say(13, new StockChange.Quantity("B", Optional.empty(), 4), Outcome.CHANGED);
    say(11, new StockChange.Quantity("B", Optional.empty(), 3), Outcome.OVERRULED);
    say(12, new StockChange.Eta("B", Optional.empty(), CHRISTMAS), Outcome.CHANGED);
    say(10, new StockChange.Created("B", "A", 6, HERE), Outcome.OVERRULED);
    assertEquals(new Content(4, CHRISTMAS), books.batch("B").now());
    assertEquals(13, books.batch("B").called());
  }

  @Test
  void what_is_heard_late_undoes_no_list_that_was_asked_for_since() {
    hear(new StockChange.Standing("B", "A", 5, HERE), new Source.Opening("o", 20));
    say(19, new StockChange.Quantity("B", Optional.empty(), 3), Outcome.OVERRULED);
    say(21, new StockChange.Quantity("B", Optional.empty(), 4), Outcome.CHANGED);
  }

  @Test
  void what_is_of_unknown_age_counts_only_where_no_call_has_spoken() {
    say(0, new StockChange.Created("B", "A", 5, HERE), Outcome.CHANGED);
    say(0, new StockChange.Quantity("B", Optional.empty(), 3), Outcome.CHANGED);
    say(8, new StockChange.Quantity("B", Optional.empty(), 4), Outcome.CHANGED);
    say(0, new StockChange.Quantity("B", Optional.empty(), 3), Outcome.OVERRULED);
  }

  @Test
  void that_none_can_be_bought_takes_nothing_away_and_is_a_question_where_there_are_some() {
    assertEquals(Outcome.OVERRULED, hear(new StockChange.InStock("A", false)));
    hear(new StockChange.Figure("A", 5));
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", false));
    hear(new StockChange.Figure("A", 0));
    assertEquals(Outcome.OVERRULED, hear(new StockChange.InStock("A", false)));
  }

  @Test
  void that_there_are_some_is_no_news_of_a_figure_that_says_so_and_else_a_question() {
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", true));
    hear(new StockChange.Figure("A", 5));
    assertEquals(Outcome.OVERRULED, hear(new StockChange.InStock("A", true)));
    hear(new StockChange.Figure("A", 0));
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", true));
    hear(new StockChange.Created("B", "A", 0, HERE));
    assertEquals(Outcome.OVERRULED, hear(new StockChange.InStock("A", true)));
    assertEquals(
        Outcome.NOT_FOLLOWED,
        books
            .hear(report("shop", new StockChange.InStock("A", true), CALL, false), call)
            .outcome());
  }

  private void say(long number, StockChange statement, Outcome outcome) {
    assertEquals(outcome, books.hear(report("shop", statement, CALL, true), number).outcome());
  }

  private void assertRefused(Reason reason, StockChange statement) {
    assertEquals(
        Optional.of(reason), books.hear(report("shop", statement, CALL, true), call).reason());
  }

  private Outcome hear(StockChange statement) {
    return hear(statement, CALL);
  }

  private Outcome hear(StockChange statement, Source source) {
    return books.hear(report("shop", statement, source, true), call).outcome();
  }

  private static StockReport report(
      String shop, StockChange statement, Source source, boolean followed) {
    OldStock written = new OldStock(OldStock.Kind.STANDING, null, null, null, null);
    return new StockReport(shop, written, statement, source, any -> followed);
  }
}
