package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderGroup;
import dev.ficus.legacy.order.OrderGroup.ChangedLines;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.shadow.ShadowSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of the monolith that are to be fed to the shadow: what an order's transaction writes for
 * it. Nothing is written where there is no shadow, and of no SKU that is not in it.
 */
@ApplicationScoped
class ShadowedLines {

  private final ShadowSettings settings;

  ShadowedLines(ShadowSettings settings) {
    this.settings = settings;
  }

  /** Line as a group of changes leaves it. */
  private record ShadowedLine(OrderNumber order, LedgerLine line, boolean firstSeen) {}

  /** Adds to the statements of a group what is to be fed of it. */
  void note(Pipeline pipeline, OrderGroup group) {
    if (settings.virtualHost().isEmpty()) {
      return;
    }
    List<ShadowedLine> lines = new ArrayList<>();
    for (ChangedLines changed : group.changedLines()) {
      OrderNumber order = changed.order().number();
      changed.lines().stream()
          .filter(line -> line.owner() == Owner.MONOLITH)
          .map(line -> new ShadowedLine(order, line, group.isFirstSeen(order, line.key())))
          .forEach(lines::add);
    }
    if (lines.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        insert into shadow_change
          (kind, sku, basing, shop, number, lineid, qty, state, revision, cancelled_for, first_seen,
           correlation, received_at)
        select 'line', sku, shadow.basing, shop, number, lineid, qty, line.state, revision,
          cancelled_for, first_seen, correlation, now()
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
            as line (sku, shop, number, lineid, qty, state, revision, cancelled_for, first_seen,
              correlation, place)
          join shadow_sku as shadow using (sku)
        where shadow.state = 'based'
        order by place
        """,
        Sql.column("text", lines, each -> each.line().key().sku()),
        LedgerRows.shops(lines, ShadowedLine::order),
        LedgerRows.numbers(lines, ShadowedLine::order),
        Sql.column("text", lines, each -> each.line().key().lineid()),
        Sql.column("int4", lines, each -> each.line().quantity()),
        Sql.column("text", lines, each -> each.line().state().code()),
        Sql.column("int4", lines, each -> each.line().revision()),
        Sql.column("text", lines, each -> each.line().cancelledFor().orElse(null)),
        Sql.column("bool", lines, ShadowedLine::firstSeen),
        Sql.column("text", lines, each -> each.line().correlation()));
  }
}
