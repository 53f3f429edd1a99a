package dev.ficus.legacy.push;

import dev.ficus.legacy.order.OurPart;
import dev.ficus.legacy.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The book of order states: what each shop was sent of them by comments. */
public interface OrderBook {

  /** After so many refusals a comment is dropped, or sent seldom. */
  int MOST_ATTEMPTS = 10;

  /**
   * A line of ours in an order, as the ledger has it and as allocation has placed it.
   *
   * @param ordered whether the order still wants it, and was not refused by the monolith
   * @param placement what allocation did with so many units; empty before it did
   */
  record StateLine(
      String sku,
      int quantity,
      boolean ordered,
      Optional<Placement.PlacementState> placement,
      Optional<LocalDate> expected) {

    /** Whether it has left for the customer. */
    boolean isDespatched() {
      return placement.filter(Placement.PlacementState.DESPATCHED::equals).isPresent();
    }

    private boolean isOpen() {
      return ordered && !isDespatched();
    }

    /** How far these lines of an order are. */
    public static OurPart part(List<StateLine> lines) {
      if (lines.stream().anyMatch(StateLine::isOpen)) {
        return OurPart.OPEN;
      }
      return lines.stream().anyMatch(StateLine::isDespatched)
          ? OurPart.DESPATCHED
          : OurPart.CANCELLED;
    }
  }

  /**
   * The monolith's part of an order of which we have lines too.
   *
   * @param open whether a line of it is, as far as the shop has shown the order
   * @param status the final status that it gave the order last; empty where it gave none, or has
   *     taken it back
   */
  record MonolithsPart(boolean open, Optional<GivenStatus> status) {}

  /**
   * Final status that the monolith gave an order.
   *
   * @param held whether the shop was not given it, because our lines were not done
   */
  record GivenStatus(String status, boolean held, Instant since) {}

  /**
   * An order that has changed since the shop was sent its state.
   *
   * @param changes how often it has
   * @param attempts how often the shop has refused the comment
   * @param sending the text that the shop may have; empty when that is certain
   * @param sent the text that it was sent last; empty before the first time
   * @param lines ours
   * @param monoliths the monolith's part; empty where all lines are ours
   */
  record UnsentOrder(
      String number,
      long changes,
      int attempts,
      Optional<String> sending,
      Optional<String> sent,
      List<StateLine> lines,
      Optional<MonolithsPart> monoliths) {

    /** Whether the shop is still to be given a final status that the monolith gave the order. */
    boolean owesFinalStatus() {
      return monoliths.flatMap(MonolithsPart::status).filter(GivenStatus::held).isPresent();
    }

    /** This order with certainty, by the comments that the shop has on it, the newest first. */
    UnsentOrder withComments(List<String> comments) {
      Optional<String> arrived =
          sending.filter(
              text ->
                  place(text, comments)
                      < sent.map(last -> place(last, comments)).orElse(comments.size()));
      return new UnsentOrder(
          number, changes, attempts, Optional.empty(), arrived.or(() -> sent), lines, monoliths);
    }

    private static int place(String text, List<String> comments) {
      int place = comments.indexOf(text);
      return place < 0 ? comments.size() : place;
    }
  }

  /**
   * Whether this shop is sent comments; from then on the changes of its orders' states are counted.
   */
  void follow(String shop, boolean comments);

  /**
   * Orders whose state the shop is to be sent, those it has not refused first.
   *
   * @param quiet how long nothing has changed of them
   * @param placing the same of those that allocation has not placed whole
   */
  List<UnsentOrder> unsent(String shop, Duration quiet, Duration placing, int most);

  /**
   * The shop is about to be sent these texts, by number: until it answers, which it has is not
   * certain.
   */
  void sending(String shop, Map<String, String> texts);

  /** The shop has been sent these changes in these texts. */
  void sent(String shop, List<UnsentOrder> orders, Map<String, String> texts);

  /**
   * The shop has refused the comments on these, or has not shown them. What it has refused {@link
   * #MOST_ATTEMPTS} times rests for a minute, each time again.
   */
  void refused(String shop, List<String> numbers);

  /** Does something unless another instance is at it with this shop. */
  void alone(String shop, Runnable work);
}
