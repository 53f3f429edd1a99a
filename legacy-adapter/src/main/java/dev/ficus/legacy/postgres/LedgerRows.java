package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Approval;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderGroup.ChangedLines;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.RefusedLine;
import dev.ficus.legacy.postgres.Sql.Parameter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL of the ledger: reads and writes the rows of orders and their lines, many at once. */
final class LedgerRows {

  private static final String LOCKED =
      """
      order by shop collate "C", number collate "C" for no key update of known
      """;

  private LedgerRows() {}

  /** The orders of these numbers; those the ledger does not have are missing. */
  static Map<OrderNumber, KnownOrder> load(Connection connection, Collection<OrderNumber> numbers)
      throws SQLException {
    return inOneGo(connection, numbers, "");
  }

  /**
   * The same, and nobody else can change them until the transaction ends. They are locked in the
   * order of their numbers, so that no two transactions wait for each other.
   */
  static Map<OrderNumber, KnownOrder> lock(Connection connection, Collection<OrderNumber> numbers)
      throws SQLException {
    return inOneGo(connection, numbers, LOCKED);
  }

  /**
   * The same as one of several statements: then they are locked, and are read by {@link
   * #withLines}.
   */
  static Pipeline.Selected<LoadedOrder> lock(Pipeline pipeline, Collection<OrderNumber> numbers) {
    return load(pipeline, numbers, LOCKED);
  }

  private static Map<OrderNumber, KnownOrder> inOneGo(
      Connection connection, Collection<OrderNumber> numbers, String clause) throws SQLException {
    Pipeline pipeline = new Pipeline();
    Pipeline.Selected<LoadedOrder> orders = load(pipeline, numbers, clause);
    pipeline.execute(connection);
    return withLines(connection, orders.all());
  }

  /**
   * @param clause how to order and lock them
   */
  private static Pipeline.Selected<LoadedOrder> load(
      Pipeline pipeline, Collection<OrderNumber> numbers, String clause) {
    return pipeline.query(
        """
            select shop, number, cancelled, image, shop_updated_at, changes, held, as_of, confirmed,
              refused, approval
            from unnest(?, ?) as seen (shop, number)
              join ledger_order as known using (shop, number)
            """
            + clause,
        LedgerRows::found,
        shops(numbers, number -> number),
        numbers(numbers, number -> number));
  }

  /** These orders with their lines. */
  static Map<OrderNumber, KnownOrder> withLines(Connection connection, List<LoadedOrder> orders)
      throws SQLException {
    if (orders.isEmpty()) {
      return Map.of();
    }
    Map<OrderNumber, LoadedOrder> found = new HashMap<>();
    orders.forEach(each -> found.put(each.order().number(), each));
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

  /** Orders with commands to be sent that have not changed since the given time, oldest first. */
  static List<OrderNumber> unconfirmedSince(Connection connection, Instant unchangedSince, int most)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select shop, number from ledger_order
        where confirmed < changes and not held and changed_at < ?
          and (approval is null or cancelled)
        order by changed_at limit ?
        """,
        LedgerRows::number,
        Sql.value(unchangedSince.atOffset(ZoneOffset.UTC)),
        Sql.value(most));
  }

  static int confirm(Connection connection, List<KnownOrder> orders) throws SQLException {
    return Sql.update(
        connection,
        """
        update ledger_order
        set confirmed = greatest(confirmed, sent.changes)
        from (select shop, number, max(changes) as changes
              from unnest(?, ?, ?) as each (shop, number, changes)
              group by shop, number order by shop collate "C", number collate "C") as sent
        where ledger_order.shop = sent.shop and ledger_order.number = sent.number
        """,
        shops(orders, KnownOrder::number),
        numbers(orders, KnownOrder::number),
        Sql.column("int4", orders, KnownOrder::changes));
  }

  /** Inserts orders; it fails when somebody else has inserted one of them meanwhile. */
  static void insert(Pipeline pipeline, List<KnownOrder> orders) {
    if (orders.isEmpty()) {
      return;
    }
    pipeline.update(
        """
            insert into ledger_order
              (shop, number, cancelled, image, shop_updated_at, changes, held, as_of, refused,
               approval, approval_since, changed_at)
            select shop, number, cancelled, image, shop_updated_at, changes, held, as_of, refused,
              approval, now(), now()
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as each (shop, number, cancelled, image, shop_updated_at, changes, held, as_of,
                refused, approval)
            order by shop collate "C", number collate "C"
            """,
        columns(orders));
  }

  static void update(Pipeline pipeline, List<KnownOrder> orders) {
    if (orders.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        update ledger_order
        set cancelled = each.cancelled, image = each.image,
            shop_updated_at = each.shop_updated_at, changes = each.changes, held = each.held,
            as_of = each.as_of, refused = each.refused, approval = each.approval,
            approval_since = case when each.approval is distinct from ledger_order.approval
              then now() else approval_since end,
            changed_at = now()
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (shop, number, cancelled, image, shop_updated_at, changes, held, as_of, refused,
            approval)
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
          order -> order.asOf().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null)),
      Sql.column("text", orders, order -> written(order.refused())),
      Sql.column("text", orders, order -> written(order.approval()))
    };
  }

  /** Has the shops that want it informed again: the state of these orders may be another now. */
  static void markStatesChanged(Connection connection, Collection<OrderNumber> orders)
      throws SQLException {
    Pipeline pipeline = new Pipeline();
    markStatesChanged(pipeline, orders);
    pipeline.execute(connection);
  }

  /** The same as one of several statements. */
  static void markStatesChanged(Pipeline pipeline, Collection<OrderNumber> orders) {
    if (orders.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        update order_state set changes = changes + 1, attempts = 0, changed_at = now()
        from (select shop, number
              from unnest(?, ?) as each (shop, number) join order_state using (shop, number)
              order by shop collate "C", number collate "C"
              for no key update of order_state) as locked
        where order_state.shop = locked.shop and order_state.number = locked.number
        """,
        shops(orders, number -> number),
        numbers(orders, number -> number));
  }

  static void writeLines(Pipeline pipeline, List<ChangedLines> changed) {
    List<LineRow> rows = new ArrayList<>();
    changed.forEach(
        each -> each.lines().forEach(line -> rows.add(new LineRow(each.order(), line))));
    if (rows.isEmpty()) {
      return;
    }
    pipeline.update(
        """
        insert into ledger_line
          (shop, number, sku, lineid, qty, revision, state, cancelled_for, owner, correlation,
           sent_with)
        select shop, number, sku, lineid, qty, revision, state, cancelled_for, owner,
          correlation, sent_with
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (shop, number, sku, lineid, qty, revision, state, cancelled_for, owner,
            correlation, sent_with)
        order by shop collate "C", number collate "C", sku collate "C", lineid collate "C"
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
        Sql.column("text", rows, row -> code(row.line().owner())),
        Sql.column("text", rows, row -> row.line().correlation()),
        Sql.column("int4", rows, LineRow::sentWith));
  }

  /** Line of an order, to be written. */
  private record LineRow(KnownOrder order, LedgerLine line) {
    int sentWith() {
      return line.confirmed() ? 0 : order.changes();
    }
  }

  /** Order as loaded, still without its lines. */
  record LoadedOrder(KnownOrder order, int confirmed) {}

  static <R> Parameter shops(Collection<R> rows, Function<R, OrderNumber> number) {
    return Sql.column("text", rows, row -> number.apply(row).shop());
  }

  static <R> Parameter numbers(Collection<R> rows, Function<R, OrderNumber> number) {
    return Sql.column("text", rows, row -> number.apply(row).number());
  }

  static OrderNumber number(ResultSet row) throws SQLException {
    return new OrderNumber(row.getString("shop"), row.getString("number"));
  }

  private static LoadedOrder found(ResultSet row) throws SQLException {
    return new LoadedOrder(
        new KnownOrder(
            number(row),
            row.getBoolean("cancelled"),
            Optional.ofNullable(row.getString("image")),
            Optional.ofNullable(row.getObject("shop_updated_at", LocalDateTime.class)),
            List.of(),
            row.getInt("changes"),
            row.getBoolean("held"),
            refused(row.getString("refused")),
            Optional.ofNullable(row.getObject("as_of", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant),
            approval(row.getString("approval"))),
        row.getInt("confirmed"));
  }

  /** No identifier has tabs or line feeds in it. Almost all orders have nothing of the kind. */
  private static String written(List<RefusedLine> refused) {
    return refused.isEmpty()
        ? null
        : refused.stream()
            .map(each -> code(each.owner()) + "\t" + each.sku() + "\t" + each.lineid())
            .collect(Collectors.joining("\n"));
  }

  private static String written(Approval approval) {
    return approval == Approval.GIVEN ? null : approval.code();
  }

  private static Approval approval(String written) {
    return written == null ? Approval.GIVEN : Approval.of(written);
  }

  private static List<RefusedLine> refused(String written) {
    return written == null
        ? List.of()
        : written
            .lines()
            .map(line -> line.split("\t", -1))
            .map(field -> new RefusedLine(owner(field[0]), field[1], field[2]))
            .toList();
  }

  private static String code(Owner owner) {
    return owner.name().toLowerCase(Locale.ROOT);
  }

  static Owner owner(String code) {
    return Owner.valueOf(code.toUpperCase(Locale.ROOT));
  }

  private static LedgerLine line(ResultSet row, int confirmed) throws SQLException {
    return new LedgerLine(
        new LineKey(row.getString("sku"), row.getString("lineid")),
        row.getInt("qty"),
        row.getInt("revision"),
        Optional.ofNullable(row.getString("cancelled_for")),
        row.getBoolean("despatched"),
        owner(row.getString("owner")),
        row.getInt("sent_with") <= confirmed,
        row.getString("correlation"));
  }
}
