package dev.ficus.legacy.opening;

import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The list that a monolith answers. */
record MonolithRows(XmlRpcClient monolith, Call call, OldStock.ReportKind kind, StockShape shape)
    implements Rows {

  @Override
  public void read(Consumer<StockRow> each) throws IOException {
    AtomicLong place = new AtomicLong();
    Optional<Answer.Fault> fault =
        monolith.list(
            call,
            Map.of(),
            element -> {
              long line = place.incrementAndGet();
              each.accept(
                  shape
                      .stock(kind, element)
                      .map(stock -> StockRow.of(line, stock))
                      .orElseGet(() -> StockRow.defect(line, "qty is missing")));
            });
    if (fault.isPresent()) {
      throw new IOException(
          "the monolith answered fault %d: %s"
              .formatted(fault.get().code(), fault.get().message()));
    }
  }
}
