package dev.ficus.legacy.opening;

import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.intake.StockIntake;
import dev.ficus.legacy.opening.Opening.Defect;
import dev.ficus.legacy.opening.OpeningBook.ImportedRow;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockTranslator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The import of one list of all stock, a group of rows at a time. */
final class OpeningImport {

  private static final int ROWS_AT_ONCE = 500;

  private final StockIntake intake;
  private final OpeningBook book;
  private final StockList list;
  private final ReportSource.InList source;
  private final StockTranslator translator;
  private final List<StockRow> rows = new ArrayList<>(ROWS_AT_ONCE);
  private final long opening;

  /**
   * Begins an import in the book.
   *
   * @param name of where the list comes from
   */
  OpeningImport(
      StockIntake intake,
      OpeningBook book,
      String name,
      StockList list,
      ReportSource.InList source) {
    this.intake = intake;
    this.book = book;
    this.list = list;
    this.source = source;
    this.translator = new StockTranslator(list.source(), list.rules());
    this.opening = book.begin(list.shop(), name);
  }

  /**
   * Imports all rows; what the broker has confirmed of them is safe.
   *
   * @throws IOException when the list cannot be read to its end; what was taken in before stays
   */
  Opening.Detail run() throws IOException {
    list.rows()
        .read(
            row -> {
              rows.add(row);
              if (rows.size() == ROWS_AT_ONCE) {
                takeIn();
              }
            });
    takeIn();
    book.end(opening);
    return book.find(opening).orElseThrow();
  }

  private void takeIn() {
    List<Defect> defects = new ArrayList<>();
    List<StockRow> readable = readable(defects);
    StockIntake.Taken taken = intake.take(readable.stream().map(this::report).toList());
    List<StockReportResult> noted = Results.of(taken.noted());
    List<ImportedRow> imported = new ArrayList<>();
    for (int place = 0; place < noted.size(); place++) {
      StockRow row = readable.get(place);
      StockReportResult one = noted.get(place);
      one.refusedFor()
          .ifPresentOrElse(
              reason -> defects.add(defect(row, reason)), () -> imported.add(imported(row, one)));
    }
    book.keep(opening, imported, defects);
    Results.of(taken.confirmed());
    rows.clear();
  }

  /**
   * The rows that can be read, each batch once: of two rows nobody knows whether they are one
   * figure that came twice, or two shelves.
   */
  private List<StockRow> readable(List<Defect> defects) {
    Map<StockRow, StockChange> statements = new LinkedHashMap<>();
    for (StockRow row : rows) {
      row.stock().ifPresent(stock -> statements.put(row, translator.translate(stock)));
      row.defect().ifPresent(why -> defects.add(new Defect(row.line(), "line", why, null, null)));
    }
    Map<OpeningBook.Key, Long> lines =
        book.lines(opening, statements.values().stream().flatMap(this::key).toList());
    List<StockRow> readable = new ArrayList<>();
    statements.forEach(
        (row, statement) -> {
          Long before = key(statement).findAny().map(key -> before(lines, key, row)).orElse(null);
          if (before == null) {
            readable.add(row);
          } else {
            defects.add(twice(row, before));
          }
        });
    return readable;
  }

  private static Long before(Map<OpeningBook.Key, Long> lines, OpeningBook.Key key, StockRow row) {
    return lines.putIfAbsent(key, row.line());
  }

  private static Defect twice(StockRow row, long before) {
    OldStock stock = row.stock().orElseThrow();
    return new Defect(
        row.line(),
        stock.batchref() == null ? "sku" : "batchref",
        "is on line " + before + " already",
        stock.batchref(),
        stock.sku());
  }

  /** Which batch it is about; none when that cannot be understood. */
  private Stream<OpeningBook.Key> key(StockChange statement) {
    if (statement instanceof StockChange.SkuFigure figure) {
      String batchref = KnownBatch.ofFigure(list.source(), figure.sku());
      return Stream.of(new OpeningBook.Key(figure.sku(), batchref));
    }
    return statement instanceof StockChange.BatchListed listed
        ? Stream.of(new OpeningBook.Key(listed.sku(), listed.batchref()))
        : Stream.empty();
  }

  private StockReport report(StockRow row) {
    return intake.report(row.stock().orElseThrow(), list.shop(), list.rules(), source);
  }

  private ImportedRow imported(StockRow row, StockReportResult noted) {
    StockChange statement = translator.translate(row.stock().orElseThrow());
    if (statement instanceof StockChange.SkuFigure figure) {
      return new ImportedRow(
          row.line(),
          KnownBatch.ofFigure(list.source(), figure.sku()),
          figure.sku(),
          figure.quantity(),
          null,
          noted.outcome());
    }
    StockChange.BatchListed listed = (StockChange.BatchListed) statement;
    return new ImportedRow(
        row.line(),
        listed.batchref(),
        listed.sku(),
        listed.quantity(),
        listed.eta().orElse(null),
        noted.outcome());
  }

  private static Defect defect(StockRow row, Reason reason) {
    OldStock stock = row.stock().orElseThrow();
    return new Defect(row.line(), field(reason), reason.code(), stock.batchref(), stock.sku());
  }

  private static String field(Reason reason) {
    return switch (reason) {
      case UNREADABLE_BATCHREF, BATCH_EXISTS -> "batchref";
      case UNREADABLE_SKU, NOT_STOCK, OTHER_SKU -> "sku";
      case UNREADABLE_QUANTITY, NEGATIVE_QUANTITY -> "qty";
      case UNREADABLE_ETA -> "eta";
      default -> "line";
    };
  }
}
