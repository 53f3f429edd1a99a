package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Quarantine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The quarantine in PostgreSQL. */
@ApplicationScoped
class QuarantineStore implements Quarantine {

  private final QuarantineRows rows;

  QuarantineStore(QuarantineRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public boolean keep(String shop, Reason reason, Arrival arrival) {
    List<RefusedLine> whole = List.of(RefusedLine.wholeOrder(reason));
    return !rows.keep(shop, Optional.empty(), arrival, whole, Instant.now()).isEmpty();
  }

  @Override
  @Transactional
  public List<Entry> after(long id, Optional<String> shop, Optional<Reason> reason, int most) {
    return rows.after(id, shop, reason.map(Reason::code), most).stream()
        .map(QuarantineRow::entry)
        .toList();
  }

  @Override
  @Transactional
  public Optional<Kept> find(long id) {
    return rows.findByIdOptional(id).map(row -> new Kept(row.entry(), rows.document(row)));
  }
}
