package dev.ficus.legacy.postgres;

import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.CertificateContent.CertifiedCheck;
import dev.ficus.legacy.switching.CertifiedBatch;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.SwitchedSku;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the certificate of a switch says, as it was compared before. */
final class CertifiedRows {

  private CertifiedRows() {}

  /** What nobody can compare, for a certificate. */
  private static final List<String> NOT_SEEN =
      List.of(
          "what the monolith has decided and never says: orders that it has accepted, and whose units"
              + " its figure still counts",
          "orders that cannot be read, which went to it as long as nothing was ours",
          "sales through another door of the monolith that its list did not show yet");

  private static final List<String> NOT_SEEN_GOING_BACK =
      List.of(
          "whether the monolith's figures fell because it has set aside what our lines hold, or for"
              + " another reason, such as a sale",
          "sales through another door of the monolith that its list did not show yet");

  /**
   * What the certificate of a switch says, whose routes the transaction has changed.
   *
   * @param switched its SKUs, each with the epoch that begins
   */
  static CertificateContent content(
      Connection connection, HeldCutOver cutOver, List<SwitchedSku> switched) throws SQLException {
    long id = cutOver.id();
    List<ComparedStock> stocks =
        Sql.query(
            connection,
            "select * from cut_over_stock where cut_over = ?",
            CutOverRows::stock,
            Sql.value(id));
    List<CertifiedCheck> checks =
        Sql.query(
            connection,
            "select name, value, bound from cut_over_check where cut_over = ? order by place",
            row ->
                new CertifiedCheck(
                    row.getString("name"), row.getString("value"), row.getString("bound")),
            Sql.value(id));
    return Sql.query(
            connection,
            """
            select wave, done_by, reason, clock_timestamp() as at, not_asked, parity,
              (select coalesce(sum(lines), 0) from cut_over_sku where cut_over = cut_over.id)
                as lines,
              (select coalesce(sum(units), 0) from cut_over_sku where cut_over = cut_over.id)
                as units
            from cut_over where id = ?
            """,
            row ->
                new CertificateContent(
                    id,
                    row.getString("wave"),
                    cutOver.direction(),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("done_by"),
                    row.getString("reason"),
                    switched,
                    row.getLong("lines"),
                    row.getLong("units"),
                    rows(stocks, ComparedStock::listed, ComparedStock.Days::listed),
                    rows(stocks, CertifiedRows::reported, ComparedStock.Days::sent),
                    rows(stocks, CertifiedRows::held, ComparedStock.Days::held),
                    notSeen(cutOver.direction(), Optional.ofNullable(row.getString("not_asked"))),
                    checks,
                    Optional.ofNullable(row.getString("parity"))),
            Sql.value(id))
        .get(0);
  }

  private static List<String> notSeen(Direction direction, Optional<String> notAsked) {
    return Stream.concat(
            direction == Direction.CUT_OVER ? NOT_SEEN.stream() : NOT_SEEN_GOING_BACK.stream(),
            notAsked
                .map(names -> "what the settings had switched off of the gate: " + names)
                .stream())
        .toList();
  }

  private static List<CertifiedBatch> rows(
      List<ComparedStock> stocks,
      Function<ComparedStock, OptionalLong> units,
      Function<ComparedStock.Days, Optional<LocalDate>> eta) {
    return stocks.stream()
        .filter(stock -> units.apply(stock).isPresent())
        .map(
            stock ->
                new CertifiedBatch(
                    stock.sku(),
                    KnownBatch.ofFigure(stock.source(), stock.sku()),
                    eta.apply(stock.days()),
                    units.apply(stock).getAsLong()))
        .toList();
  }

  private static OptionalLong reported(ComparedStock stock) {
    return stock.counted().isPresent()
        ? OptionalLong.of(stock.counted().get().figure())
        : OptionalLong.empty();
  }

  private static OptionalLong held(ComparedStock stock) {
    return stock.held().isPresent()
        ? OptionalLong.of(stock.held().getAsInt())
        : OptionalLong.empty();
  }
}
