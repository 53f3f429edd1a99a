package dev.ficus.legacy.intake;

import static dev.ficus.legacy.order.TestShop.RULES;
import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResenderTest {

  private final TestShop shop = TestShop.create();
  private final TestIntake intake = new TestIntake();

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  @Test
  void what_the_broker_has_not_confirmed_is_sent_again_until_it_has() {
    leaveUnconfirmed();
    Resender resender = resender(new Requests(0));
    resender.resend();
    assertEquals(List.of("create_batch", "allocate"), sent());
    intake.commands().confirming(true);
    resender.resend();
    assertEquals(List.of("create_batch", "allocate"), sent());
    resender.resend();
    assertEquals(List.of(), sent());
  }

  @Test
  void an_error_at_batches_does_not_keep_orders_from_being_sent_again() {
    leaveUnconfirmed();
    intake.commands().confirming(true);
    intake.batches().failOnce(new NoClassDefFoundError("by a test"));
    resender(new Requests(0)).resend();
    assertEquals(List.of("allocate"), sent());
  }

  @Test
  void an_error_at_orders_ends_nothing_and_they_are_sent_again_at_the_next_turn() {
    leaveUnconfirmed();
    intake.commands().confirming(true);
    intake.ledger().failOnce(new NoClassDefFoundError("by a test"));
    Resender resender = resender(new Requests(0));
    resender.resend();
    assertEquals(List.of("create_batch"), sent());
    resender.resend();
    assertEquals(List.of("allocate"), sent());
  }

  @Test
  void an_error_at_the_requests_does_not_keep_others_from_being_sent_again() {
    leaveUnconfirmed();
    intake.commands().confirming(true);
    Requests requests =
        new Requests(1) {
          @Override
          public boolean goOn(int most) {
            throw new NoClassDefFoundError("by a test");
          }
        };
    resender(requests).resend();
    assertEquals(List.of("create_batch", "allocate"), sent());
  }

  @Test
  void products_are_opened_and_closed_before_anything_else_is_sent_again() {
    leaveUnconfirmed();
    intake.openProducts().put(new Openness("A", true, 1));
    intake.openProducts().put(new Openness("SKU", false, 0));
    Resender resender = resender(new Requests(0));
    resender.resend();
    assertEquals(
        List.of("open_product", "close_product", "allocate"), sent().stream().distinct().toList());
    intake.commands().confirming(true);
    resender.resend();
    assertEquals(List.of("open_product", "close_product", "create_batch", "allocate"), sent());
    resender.resend();
    assertEquals(List.of(), sent());
  }

  @Test
  void requests_are_gone_through_to_their_end() {
    Requests requests = new Requests(3);
    resender(requests).resend();
    assertEquals(0, requests.pages);
  }

  private void leaveUnconfirmed() {
    intake.commands().confirming(false);
    assertThrows(
        NotConfirmedException.class,
        () ->
            Results.of(
                intake
                    .orders()
                    .take(
                        shown(shop.order("100"), item("1", "A", "3")),
                        RULES,
                        new OrderRouting(WayIn.TO_US, false, "c"),
                        arrival("call"))));
    OldStock created = new OldStock(OldStock.ReportKind.CREATED, "B-1", "SKU", "5", null);
    ReportSource source = new ReportSource.ByCall(arrival("call"), "");
    StockIntake.Taken taken =
        intake.stock().take(List.of(intake.stock().report(created, shop.name(), RULES, source)));
    assertThrows(NotConfirmedException.class, () -> Results.of(taken.confirmed()));
    sent();
  }

  private Resender resender(Resendings requests) {
    return new Resender(
        intake.orders(),
        intake.stock(),
        intake.products(),
        requests,
        new ResendSettings() {
          @Override
          public String every() {
            return "off";
          }

          /** What was changed just now is old enough. */
          @Override
          public Duration minimumAge() {
            return Duration.ofSeconds(-1);
          }
        });
  }

  private List<String> sent() {
    return intake.commands().takeSent().stream().map(Command::name).toList();
  }

  /** Requests that are found page by page. */
  private static class Requests implements Resendings {

    private int pages;

    Requests(int pages) {
      this.pages = pages;
    }

    @Override
    public UUID ask(ResendRequest request) {
      throw new UnsupportedOperationException("nobody asks here");
    }

    @Override
    public Optional<ResendProgress> find(UUID id) {
      return Optional.empty();
    }

    @Override
    public List<ResendProgress> latest(int most) {
      return List.of();
    }

    @Override
    public boolean goOn(int most) {
      return pages > 0 && pages-- > 0;
    }
  }
}
