package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.postgres.QuarantineRows.Refusal;
import dev.ficus.legacy.postgres.Sql.Parameter;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ledger in PostgreSQL: an order's row is its lock, one transaction per group of sights. */
@ApplicationScoped
class LedgerStore implements Ledger {

  private static final int MOST_ATTEMPTS = 10;

  private final Database database;

  LedgerStore(Database database) {
    this.database = database;
  }

  @Override
  public List<ChangedOrder> see(List<OrderChange> orderChanges) {
    for (int attempt = 1; ; attempt++) {
      Optional<List<ChangedOrder>> seen =
          database.inTransaction(connection -> new Group(connection, orderChanges).see());
      if (seen.isPresent()) {
        return seen.get();
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IllegalStateException("others are always first to write these orders down");
      }
    }
  }

  @Override
  public void confirm(List<KnownOrder> orders) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update ledger_order
                set confirmed = greatest(confirmed, sent.changes)
                from (select shop, number, max(changes) as changes
                      from unnest(?, ?, ?) as each (shop, number, changes)
                      group by shop, number order by shop, number) as sent
                where ledger_order.shop = sent.shop and ledger_order.number = sent.number
                """,
                shops(orders, KnownOrder::number),
                numbers(orders, KnownOrder::number),
                Sql.column("int4", orders, KnownOrder::changes)));
  }

  @Override
  public Optional<KnownOrder> find(OrderNumber number) {
    return Optional.ofNullable(find(List.of(number)).get(number));
  }

  @Override
  public Map<OrderNumber, KnownOrder> find(Collection<OrderNumber> numbers) {
    return database.connected(connection -> load(connection, numbers, ""));
  }

  @Override
  public List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most) {
    return database.connected(
        connection -> {
          List<OrderNumber> waiting =
              Sql.query(
                  connection,
                  """
                  select shop, number from ledger_order
                  where confirmed < changes and not held and changed_at < ?
                  order by changed_at limit ?
                  """,
                  LedgerStore::number,
                  Sql.value(unchangedSince.atOffset(ZoneOffset.UTC)),
                  Sql.value(most));
          Map<OrderNumber, KnownOrder> known = load(connection, waiting, "");
          return waiting.stream().map(known::get).toList();
        });
  }

  /** The sights of one transaction. */
  static final class Group {

    private final Connection connection;
    private final List<OrderChange> orderChanges;
    private final Map<OrderNumber, KnownOrder> before;
    private final Map<OrderNumber, KnownOrder> after = new LinkedHashMap<>();
    private final Map<OrderNumber, Set<LineKey>> changed = new HashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();

    Group(Connection connection, List<OrderChange> orderChanges) throws SQLException {
      this.connection = connection;
      this.orderChanges = orderChanges;
      this.before =
          locked(
              connection,
              orderChanges.stream().map(OrderChange::number).collect(Collectors.toSet()));
    }

    /** Empty, and nothing may be committed, when somebody else was first to write an order down. */
    Optional<List<ChangedOrder>> see() throws SQLException {
      for (int place = 0; place < orderChanges.size(); place++) {
        decide(place, orderChanges.get(place));
      }
      Map<Integer, List<RefusedLine>> kept = QuarantineRows.keep(connection, refusals);
      holdOrRelease();
      List<KnownOrder> first =
          after.values().stream()
              .filter(order -> !before.containsKey(order.number()))
              .filter(order -> !order.equals(KnownOrder.unseen(order.number())))
              .toList();
      if (insert(first) < first.size()) {
        connection.rollback();
        return Optional.empty();
      }
      List<KnownOrder> again =
          after.values().stream()
              .filter(order -> before.containsKey(order.number()))
              .filter(order -> !order.equals(before.get(order.number())))
              .toList();
      update(again);
      storeLines();
      stateAnew(again);
      List<ChangedOrder> changedOrders = new ArrayList<>();
      for (int place = 0; place < orderChanges.size(); place++) {
        changedOrders.add(
            new ChangedOrder(
                present(orderChanges.get(place).number()), kept.getOrDefault(place, List.of())));
      }
      return Optional.of(changedOrders);
    }

    private void decide(int place, OrderChange change) {
      KnownOrder known = present(change.number());
      Optional<LedgerUpdate> decided = change.decision().on(known);
      if (decided.isEmpty()) {
        return;
      }
      LedgerUpdate update = decided.get();
      KnownOrder next = known.after(update);
      KnownOrder changedOrder =
          next.equals(known)
              ? next
              : next.asOf(change.arrival().cameAt().orElseGet(LedgerStore::now));
      after.put(change.number(), changedOrder);
      Set<LineKey> lines = changed.computeIfAbsent(change.number(), any -> new HashSet<>());
      update.lines().forEach(line -> lines.add(line.key()));
      for (RefusedLine line : update.refused()) {
        refusals.add(
            new Refusal(
                place,
                change.number().shop(),
                Optional.of(change.number()),
                changedOrder.fingerprint(),
                change.arrival(),
                line));
      }
    }

    /** An order's commands wait for what its last image shows and nobody has settled yet. */
    private void holdOrRelease() throws SQLException {
      List<KnownOrder> asked =
          after.values().stream().filter(order -> order.held() || holds(order.number())).toList();
      if (asked.isEmpty()) {
        return;
      }
      List<OrderNumber> waitedFor =
          Sql.query(
              connection,
              """
              select distinct shop, number
              from unnest(?, ?, ?) as each (shop, number, image)
                join quarantine_entry as entry using (shop, number)
              where entry.state = 'waiting' and entry.holds and entry.image = each.image
              """,
              LedgerStore::number,
              shops(asked, KnownOrder::number),
              numbers(asked, KnownOrder::number),
              Sql.column("text", asked, order -> order.fingerprint().orElse(null)));
      for (KnownOrder order : asked) {
        boolean held = !order.cancelled() && waitedFor.contains(order.number());
        after.put(order.number(), order.held(held));
      }
    }

    private boolean holds(OrderNumber number) {
      return refusals.stream().anyMatch(refused -> refused.line().holds() && refused.is(number));
    }

    private KnownOrder present(OrderNumber number) {
      KnownOrder now = after.getOrDefault(number, before.get(number));
      return now == null ? KnownOrder.unseen(number) : now;
    }

    private int insert(List<KnownOrder> orders) throws SQLException {
      return orders.isEmpty()
          ? 0
          : Sql.update(
              connection,
              """
              insert into ledger_order
                (shop, number, cancelled, image, shop_updated_at, changes, held, as_of, changed_at)
              select shop, number, cancelled, image, shop_updated_at, changes, held, as_of, now()
              from unnest(?, ?, ?, ?, ?, ?, ?, ?)
                as each (shop, number, cancelled, image, shop_updated_at, changes, held, as_of)
              order by shop, number
              on conflict do nothing
              """,
              columns(orders));
    }

    private void update(List<KnownOrder> orders) throws SQLException {
      if (orders.isEmpty()) {
        return;
      }
      Sql.update(
          connection,
          """
          update ledger_order
          set cancelled = each.cancelled, image = each.image,
              shop_updated_at = each.shop_updated_at, changes = each.changes, held = each.held,
              as_of = each.as_of, changed_at = now()
          from unnest(?, ?, ?, ?, ?, ?, ?, ?)
            as each (shop, number, cancelled, image, shop_updated_at, changes, held, as_of)
          where ledger_order.shop = each.shop and ledger_order.number = each.number
          """,
          columns(orders));
    }

    private static Parameter[] columns(List<KnownOrder> orders) {
      return new Parameter[] {
        shops(orders, KnownOrder::number),
        numbers(orders, KnownOrder::number),
        Sql.column("bool", orders, KnownOrder::cancelled),
        Sql.column("text", orders, order -> order.fingerprint().orElse(null)),
        Sql.column("timestamp", orders, order -> order.updatedAt().orElse(null)),
        Sql.column("int4", orders, KnownOrder::changes),
        Sql.column("bool", orders, KnownOrder::held),
        Sql.column(
            "timestamptz",
            orders,
            order -> order.asOf().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
      };
    }

    /** How an order stands may be another now, whether allocation has something to say or not. */
    private void stateAnew(List<KnownOrder> orders) throws SQLException {
      if (orders.isEmpty()) {
        return;
      }
      Sql.update(
          connection,
          """
          update order_state set changes = changes + 1, attempts = 0, changed_at = now()
          from (select shop, number
                from unnest(?, ?) as each (shop, number) join order_state using (shop, number)
                order by shop, number for no key update of order_state) as locked
          where order_state.shop = locked.shop and order_state.number = locked.number
          """,
          shops(orders, KnownOrder::number),
          numbers(orders, KnownOrder::number));
    }

    private void storeLines() throws SQLException {
      List<Row> rows = new ArrayList<>();
      after.forEach(
          (number, order) ->
              order.lines().stream()
                  .filter(line -> changed.get(number).contains(line.key()))
                  .forEach(line -> rows.add(new Row(order, line))));
      if (rows.isEmpty()) {
        return;
      }
      Sql.update(
          connection,
          """
          insert into ledger_line
            (shop, number, sku, lineid, qty, revision, state, cancelled_for, owner, correlation,
             sent_with)
          select shop, number, sku, lineid, qty, revision, state, cancelled_for, owner,
            correlation, sent_with
          from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            as each (shop, number, sku, lineid, qty, revision, state, cancelled_for, owner,
              correlation, sent_with)
          order by shop, number, sku, lineid
          on conflict (shop, number, sku, lineid) do update
          set qty = excluded.qty, revision = excluded.revision, state = excluded.state,
              cancelled_for = excluded.cancelled_for, owner = excluded.owner,
              correlation = excluded.correlation, sent_with = excluded.sent_with
          """,
          shops(rows, row -> row.order().number()),
          numbers(rows, row -> row.order().number()),
          Sql.column("text", rows, row -> row.line().key().sku()),
          Sql.column("text", rows, row -> row.line().key().lineid()),
          Sql.column("int4", rows, row -> row.line().quantity()),
          Sql.column("int4", rows, row -> row.line().revision()),
          Sql.column("text", rows, row -> row.line().state().code()),
          Sql.column("text", rows, row -> row.line().cancelledFor().orElse(null)),
          Sql.column("text", rows, row -> row.line().owner().name().toLowerCase(Locale.ROOT)),
          Sql.column("text", rows, row -> row.line().correlation()),
          Sql.column("int4", rows, Row::sentWith));
    }
  }

  /** A line to be written. */
  private record Row(KnownOrder order, LedgerLine line) {
    int sentWith() {
      return line.confirmed() ? 0 : order.changes();
    }
  }

  private static <R> Parameter shops(Collection<R> rows, Function<R, OrderNumber> number) {
    return Sql.column("text", rows, row -> number.apply(row).shop());
  }

  private static <R> Parameter numbers(Collection<R> rows, Function<R, OrderNumber> number) {
    return Sql.column("text", rows, row -> number.apply(row).number());
  }

  /** An order as found, still without its lines. */
  private record Found(KnownOrder order, int confirmed) {}

  /**
   * What is known of these orders; those nobody has seen are missing.
   *
   * @param clause how to order and lock them
   */
  private static Map<OrderNumber, KnownOrder> load(
      Connection connection, Collection<OrderNumber> numbers, String clause) throws SQLException {
    Map<OrderNumber, Found> found = new HashMap<>();
    Sql.query(
            connection,
            """
            select shop, number, cancelled, image, shop_updated_at, changes, held, as_of, confirmed
            from unnest(?, ?) as seen (shop, number)
              join ledger_order as known using (shop, number)
            """
                + clause,
            LedgerStore::found,
            shops(numbers, number -> number),
            numbers(numbers, number -> number))
        .forEach(each -> found.put(each.order().number(), each));
    if (found.isEmpty()) {
      return Map.of();
    }
    Map<OrderNumber, List<LedgerLine>> lines = new HashMap<>();
    Sql.query(
        connection,
        """
        select shop, number, sku, lineid, qty, revision, cancelled_for,
          state = 'despatched' as despatched, owner, correlation, sent_with
        from unnest(?, ?) as seen (shop, number) join ledger_line using (shop, number)
        order by shop, number, sku, lineid
        """,
        row -> {
          OrderNumber number = number(row);
          return lines
              .computeIfAbsent(number, any -> new ArrayList<>())
              .add(line(row, found.get(number).confirmed()));
        },
        shops(found.keySet(), number -> number),
        numbers(found.keySet(), number -> number));
    Map<OrderNumber, KnownOrder> known = new HashMap<>();
    found.forEach(
        (number, each) ->
            known.put(number, each.order().with(lines.getOrDefault(number, List.of()))));
    return known;
  }

  /**
   * The same, nobody else can change them any more; in their order, so that no two wait crosswise.
   */
  static Map<OrderNumber, KnownOrder> locked(Connection connection, Collection<OrderNumber> numbers)
      throws SQLException {
    return load(connection, numbers, "order by shop, number for no key update of known");
  }

  /** As exactly as the database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static OrderNumber number(ResultSet row) throws SQLException {
    return new OrderNumber(row.getString("shop"), row.getString("number"));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        new KnownOrder(
            number(row),
            row.getBoolean("cancelled"),
            Optional.ofNullable(row.getString("image")),
            Optional.ofNullable(row.getObject("shop_updated_at", LocalDateTime.class)),
            List.of(),
            row.getInt("changes"),
            row.getBoolean("held"),
            Optional.ofNullable(row.getObject("as_of", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)),
        row.getInt("confirmed"));
  }

  private static LedgerLine line(ResultSet row, int confirmed) throws SQLException {
    return new LedgerLine(
        new LineKey(row.getString("sku"), row.getString("lineid")),
        row.getInt("qty"),
        row.getInt("revision"),
        Optional.ofNullable(row.getString("cancelled_for")),
        row.getBoolean("despatched"),
        Owner.valueOf(row.getString("owner").toUpperCase(Locale.ROOT)),
        row.getInt("sent_with") <= confirmed,
        row.getString("correlation"));
  }

  @Override
  public boolean quarantine(OrderNumber number, Reason reason, Arrival arrival) {
    return quarantine(
        new Refusal(
            0,
            number.shop(),
            Optional.of(number),
            Optional.empty(),
            arrival,
            RefusedLine.wholeOrder(reason)));
  }

  @Override
  public boolean quarantine(String shop, String within, Reason reason, Arrival arrival) {
    return quarantine(
        new Refusal(
            0,
            shop,
            Optional.empty(),
            Optional.empty(),
            Optional.of(within),
            Optional.empty(),
            arrival,
            RefusedLine.wholeOrder(reason)));
  }

  private boolean quarantine(Refusal whole) {
    return !database
        .inTransaction(connection -> QuarantineRows.keep(connection, List.of(whole)))
        .isEmpty();
  }
}
