package dev.ficus.legacy.postgres;

import dev.ficus.legacy.judging.DecisionBook;
import dev.ficus.legacy.parity.SeenDecision;
import dev.ficus.legacy.stock.PromisingSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Book of what the monolith was seen to decide, in PostgreSQL. */
@ApplicationScoped
class StoredDecisionBook implements DecisionBook {

  private final Database database;
  private final PromisingSources promising;

  StoredDecisionBook(Database database, PromisingSources promising) {
    this.database = database;
    this.promising = promising;
  }

  @Override
  public Instant now() {
    return database.connected(Sql::clock);
  }

  /**
   * Times are the database's: of two instances with different clocks neither is ahead. A line of
   * the ledger is found by the shop's id, or by its SKU where lines have no ids. That an order
   * waits, of which no item is named, says of several lines only that one of them waits.
   */
  @Override
  public void note(List<SeenDecision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into monolith_decision
                  (sku, shop, number, lineid, seen_in, taken, waits, day, batch, despatched,
                   correlation, began_at, ended_at)
                select line.sku, line.shop, line.number, line.lineid, said.seen_in, said.taken,
                  said.waits, said.day, said.batch, said.despatched, said.correlation,
                  said.began, said.ended
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
                    as said (shop, number, item, sku, taken, waits, day, batch, despatched,
                      seen_in, correlation, began, ended, place)
                  join ledger_line as line on line.shop = said.shop and line.number = said.number
                    and line.owner = 'monolith'
                    and case when said.sku is not null
                        then line.sku = said.sku and (line.lineid = '' or line.lineid = said.item)
                      when said.item is not null then line.lineid = said.item
                      when said.waits then not exists (
                        select from ledger_line as other
                        where other.shop = line.shop and other.number = line.number
                          and other.owner = 'monolith' and other.state <> 'cancelled'
                          and (other.sku, other.lineid) <> (line.sku, line.lineid))
                      else true end
                where exists (select from shadow_sku as shadow
                              where shadow.sku = line.sku and shadow.state = 'based')
                  or exists (select from looked_sku as looked
                             where looked.sku = line.sku and looked.source = any(?))
                order by said.place
                """,
                LedgerRows.shops(decisions, SeenDecision::order),
                LedgerRows.numbers(decisions, SeenDecision::order),
                Sql.column("text", decisions, each -> each.item().orElse(null)),
                Sql.column("text", decisions, each -> each.sku().orElse(null)),
                Sql.column("bool", decisions, SeenDecision::taken),
                Sql.column("bool", decisions, each -> each.waits().orElse(null)),
                Sql.column("date", decisions, each -> each.day().orElse(null)),
                Sql.column("text", decisions, each -> each.batch().orElse(null)),
                Sql.column("bool", decisions, SeenDecision::despatched),
                Sql.column("text", decisions, each -> each.seenIn().code()),
                Sql.column("text", decisions, SeenDecision::correlation),
                Sql.column("timestamptz", decisions, each -> each.began().atOffset(ZoneOffset.UTC)),
                Sql.column("timestamptz", decisions, each -> each.ended().atOffset(ZoneOffset.UTC)),
                Sql.column("text", promising.answered(), source -> source)));
  }
}
