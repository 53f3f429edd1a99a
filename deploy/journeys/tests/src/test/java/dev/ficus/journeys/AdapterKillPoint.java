package dev.ficus.journeys;

import java.util.List;

/** A moment in which the adapter takes orders in, or sends a shop its stock. */
enum AdapterKillPoint {
  BEFORE_THE_LEDGER(Protocol.POSTGRESQL, true, "insert into ledger_order", false),
  BETWEEN_ORDER_AND_LINES(Protocol.POSTGRESQL, true, "insert into ledger_line", false),
  BEFORE_THE_COMMIT(Protocol.POSTGRESQL, true, "COMMIT", false),
  AFTER_THE_COMMIT(Protocol.POSTGRESQL, true, "COMMIT", true),
  BEFORE_THE_PUBLISH(Protocol.AMQP, true, Protocol.PUBLISH, false),
  BEFORE_THE_CONFIRM(Protocol.AMQP, false, Protocol.ACK, false),
  AFTER_THE_CONFIRM(Protocol.POSTGRESQL, true, "set confirmed = greatest", false),
  BEFORE_THE_ANSWER(Protocol.POSTGRESQL, true, "set confirmed = greatest", true),
  BEFORE_THE_WATERMARK(Protocol.POSTGRESQL, true, "pull_progress (feed, watermark)", false),
  AFTER_THE_WATERMARK(Protocol.POSTGRESQL, true, "pull_progress (feed, watermark)", true),
  BEFORE_ITS_FIGURE_IS_DOUBTED(Protocol.POSTGRESQL, true, "set told = null", false),
  BEFORE_THE_SHOP_IS_INFORMED(Protocol.POSTGRESQL, true, "set told = null", true),
  AFTER_THE_SHOP_IS_INFORMED(Protocol.POSTGRESQL, true, "set told = each.told", false),
  AFTER_ITS_FIGURE_IS_NOTED(Protocol.POSTGRESQL, true, "set told = each.told", true);

  /** When a sender waits for the answer. */
  static final List<AdapterKillPoint> OF_A_CALL =
      List.of(
          BETWEEN_ORDER_AND_LINES,
          BEFORE_THE_COMMIT,
          AFTER_THE_COMMIT,
          BEFORE_THE_PUBLISH,
          BEFORE_THE_CONFIRM,
          AFTER_THE_CONFIRM,
          BEFORE_THE_ANSWER);

  /** When the shop has been asked, and has answered. */
  static final List<AdapterKillPoint> OF_A_PULL =
      List.of(
          BEFORE_THE_LEDGER,
          BEFORE_THE_COMMIT,
          AFTER_THE_COMMIT,
          BEFORE_THE_PUBLISH,
          BEFORE_THE_CONFIRM,
          AFTER_THE_CONFIRM,
          BEFORE_THE_WATERMARK,
          AFTER_THE_WATERMARK);

  /** When a shop is sent its stock. */
  static final List<AdapterKillPoint> OF_A_PUSH =
      List.of(
          BEFORE_ITS_FIGURE_IS_DOUBTED,
          BEFORE_THE_SHOP_IS_INFORMED,
          AFTER_THE_SHOP_IS_INFORMED,
          AFTER_ITS_FIGURE_IS_NOTED);

  private final Mark mark;

  AdapterKillPoint(Protocol protocol, boolean toServer, String word, boolean passes) {
    this.mark = new Mark(protocol, toServer, List.of(word), passes);
  }

  Mark mark() {
    return mark;
  }
}
