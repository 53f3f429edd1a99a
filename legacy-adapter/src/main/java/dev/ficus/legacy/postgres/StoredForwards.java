package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OrderGroup.ForwardedInGroup;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Ownership;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls that are forwarded, in PostgreSQL: a row for each that has no answer yet. */
@ApplicationScoped
class StoredForwards implements Forwards {

  private static final String IN_DOUBT =
      "(given_up_at is not null or sent_at < now() - interval '1 minute')";

  /** Which calls an answer to one is about: those that it has accepted, or this alone. */
  private static final String ANSWERED =
      """
      forward.shop = answer.shop and forward.number = answer.number
        and forward.id <= answer.call and (answer.accepted or forward.id = answer.call)
      """;

  /**
   * A transaction in one statement. To lose it in a crash of the database leaves a doubt that is
   * none; so nobody waits for the disk at first, unless commands do.
   */
  private static final String DELETE_ANSWERED =
      """
      with committed as materialized (
        select set_config('synchronous_commit',
          case when ? then 'off' else current_setting('synchronous_commit') end, true))
      delete from forward
      using unnest(?, ?, ?, ?) as answer (shop, number, call, accepted), committed
      where
      """
          + ANSWERED;

  private final Database database;
  private final LedgerStore ledger;

  StoredForwards(Database database, LedgerStore ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** Notes that these calls are sent, in the transaction that writes the changes they come with. */
  static BegunForwards begin(Pipeline pipeline, List<ForwardedInGroup> calls) {
    if (calls.isEmpty()) {
      return new BegunForwards(calls, new Pipeline.Selected<>());
    }
    return new BegunForwards(
        calls,
        pipeline.query(
            """
            with sent as materialized (
              select nextval('forward_id') as id, each.*
              from unnest(?, ?, ?, ?, ?) with ordinality
                as each (shop, number, feed, correlation, approves, place)),
            noted as (
              insert into forward (id, shop, number, feed, correlation, approves)
              select id, shop, number, feed, correlation, approves from sent),
            decided as (
              delete from undecided_line using sent
              where undecided_line.shop = sent.shop and undecided_line.number = sent.number)
            select id from sent order by place
            """,
            row -> row.getLong("id"),
            LedgerRows.shops(calls, call -> call.change().number()),
            LedgerRows.numbers(calls, call -> call.change().number()),
            Sql.column("text", calls, call -> call.change().arrival().feed()),
            Sql.column("text", calls, call -> call.change().arrival().correlation()),
            Sql.column("bool", calls, ForwardedInGroup::approves)));
  }

  /** Calls that are noted as sent, once they are written. */
  record BegunForwards(List<ForwardedInGroup> calls, Pipeline.Selected<Long> ids) {

    /** The id of each call, by its place; of two about one order the later has the higher. */
    Map<Integer, Long> byPlace() {
      Map<Integer, Long> byPlace = new HashMap<>();
      for (int at = 0; at < calls.size(); at++) {
        byPlace.put(calls.get(at).place(), ids.all().get(at));
      }
      return byPlace;
    }
  }

  @Override
  public void note(List<ForwardOutcome> outcomes) {
    List<ForwardOutcome> unanswered =
        outcomes.stream().filter(outcome -> !outcome.isAnswer()).toList();
    if (!unanswered.isEmpty()) {
      database.connected(connection -> giveUp(connection, unanswered));
    }
    List<ForwardOutcome> unhurried = answers(outcomes, false);
    if (!unhurried.isEmpty()) {
      database.connected(connection -> deleteAnswered(connection, unhurried, true));
    }
    List<ForwardOutcome> approving = answers(outcomes, true);
    if (!approving.isEmpty()) {
      database.inTransaction(
          connection -> {
            // Of two answers that come at the same time one is to see what the other has left.
            lockOrders(connection, approving);
            deleteAnswered(connection, approving, false);
            return approve(connection, approving);
          });
    }
  }

  private static List<ForwardOutcome> answers(List<ForwardOutcome> outcomes, boolean approving) {
    return outcomes.stream()
        .filter(outcome -> outcome.isAnswer())
        .filter(outcome -> outcome.forward().approves() == approving)
        .toList();
  }

  @Override
  public void noteForGood(List<ForwardOutcome> answers) {
    database.connected(
        connection -> {
          List<Long> forgotten =
              Sql.query(
                  connection,
                  """
                  select forward.id
                  from unnest(?, ?, ?, ?) as answer (shop, number, call, accepted) join forward on
                  """
                      + ANSWERED,
                  row -> row.getLong("id"),
                  columns(answers));
          return forgotten.isEmpty() ? 0 : delete(connection, forgotten);
        });
  }

  private static int delete(Connection connection, List<Long> calls) throws SQLException {
    return Sql.update(
        connection,
        "delete from forward using unnest(?) as each (id) where forward.id = each.id",
        Sql.column("int8", calls, call -> call));
  }

  private static int giveUp(Connection connection, List<ForwardOutcome> unanswered)
      throws SQLException {
    return Sql.update(
        connection,
        """
        update forward set given_up_at = now(), given_up_for = each.why
        from unnest(?, ?) as each (id, why) where forward.id = each.id
        """,
        Sql.column("int8", unanswered, outcome -> outcome.forward().id()),
        Sql.column("text", unanswered, ForwardOutcome::why));
  }

  /** What an accepted call has brought up to date is in no doubt any more; a refused one is not. */
  private static int deleteAnswered(
      Connection connection, List<ForwardOutcome> answers, boolean unhurried) throws SQLException {
    return Sql.update(
        connection,
        DELETE_ANSWERED,
        Stream.concat(Stream.of(Sql.value(unhurried)), Stream.of(columns(answers)))
            .toArray(Sql.Parameter[]::new));
  }

  private static Sql.Parameter[] columns(List<ForwardOutcome> answers) {
    return new Sql.Parameter[] {
      LedgerRows.shops(answers, outcome -> outcome.forward().order()),
      LedgerRows.numbers(answers, outcome -> outcome.forward().order()),
      Sql.column("int8", answers, outcome -> outcome.forward().id()),
      Sql.column("bool", answers, StoredForwards::isAccepted)
    };
  }

  private static boolean isAccepted(ForwardOutcome outcome) {
    return outcome.ending() == Ending.ACCEPTED;
  }

  private static void lockOrders(Connection connection, List<ForwardOutcome> outcomes)
      throws SQLException {
    LedgerRows.lock(
        connection,
        outcomes.stream().map(outcome -> outcome.forward().order()).collect(Collectors.toSet()));
  }

  private static int approve(Connection connection, List<ForwardOutcome> answers)
      throws SQLException {
    return approve(
        connection,
        answers.stream()
            .collect(
                Collectors.toMap(
                    outcome -> outcome.forward().order(),
                    StoredForwards::isAccepted,
                    Boolean::logicalOr)));
  }

  /**
   * Approves or refuses orders, of which the calls that are in no doubt any more are deleted. A
   * refusal is none while another call is without an answer for which commands of ours wait: it may
   * have been accepted.
   *
   * @param accepted whether such a call about the order was accepted
   * @return how many have changed
   */
  private static int approve(Connection connection, Map<OrderNumber, Boolean> accepted)
      throws SQLException {
    List<OrderNumber> orders = List.copyOf(accepted.keySet());
    List<ApprovedOrder> changed =
        Sql.query(
            connection,
            """
            update ledger_order
            set approval = case when answer.accepted then null else 'refused' end,
                approval_since = now(), changed_at = now()
            from unnest(?, ?, ?) as answer (shop, number, accepted)
            where ledger_order.shop = answer.shop and ledger_order.number = answer.number and (
              answer.accepted and approval is not null
              or approval = 'awaited' and not exists (
                select from forward
                where forward.shop = answer.shop and forward.number = answer.number and approves))
            returning ledger_order.shop, ledger_order.number, approval is null as approved
            """,
            row -> new ApprovedOrder(LedgerRows.number(row), row.getBoolean("approved")),
            LedgerRows.shops(orders, order -> order),
            LedgerRows.numbers(orders, order -> order),
            Sql.column("bool", orders, accepted::get));
    // What is refused with its order is done.
    LedgerRows.markStatesChanged(
        connection,
        changed.stream().filter(each -> !each.approved()).map(ApprovedOrder::number).toList());
    return changed.size();
  }

  private record ApprovedOrder(OrderNumber number, boolean approved) {}

  @Override
  public List<Doubt> doubts(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select shop, number, count(*) as calls, min(sent_at) as since,
                  max(sent_at) as last_sent_at,
                  (array_agg(feed order by id desc))[1] as feed,
                  (array_agg(correlation order by id desc))[1] as correlation,
                  (array_agg(given_up_for order by id desc)
                    filter (where given_up_for is not null))[1] as why
                from forward where %s
                group by shop, number order by min(sent_at), shop, number limit ?
                """
                    .formatted(IN_DOUBT),
                StoredForwards::doubt,
                Sql.value(most)));
  }

  private static Doubt doubt(ResultSet row) throws SQLException {
    return new Doubt(
        LedgerRows.number(row),
        row.getString("feed"),
        row.getString("correlation"),
        row.getInt("calls"),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getObject("last_sent_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("why")));
  }

  @Override
  public long inDoubt() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select count(distinct (shop, number)) from forward where " + IN_DOUBT,
                    row -> row.getLong(1))
                .get(0));
  }

  @Override
  public List<RefusedOrder> refused(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select shop, number, approval_since, count(*) as lines, sum(qty) as units
                from ledger_order join ledger_line using (shop, number)
                where approval = 'refused' and owner = 'new' and state = 'ordered'
                group by shop, number order by approval_since, shop, number limit ?
                """,
                row ->
                    new RefusedOrder(
                        LedgerRows.number(row),
                        row.getInt("lines"),
                        row.getLong("units"),
                        row.getObject("approval_since", OffsetDateTime.class).toInstant()),
                Sql.value(most)));
  }

  @Override
  public long refused() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select count(distinct (shop, number))
                    from ledger_order join ledger_line using (shop, number)
                    where approval = 'refused' and owner = 'new' and state = 'ordered'
                    """,
                    row -> row.getLong(1))
                .get(0));
  }

  /** Of two who settle it at once one waits here until the other is done, and finds no doubt. */
  @Override
  public FindingOutcome settle(Finding finding, String correlation) {
    return database.inTransaction(
        connection -> {
          Ownership owners = Barrier.shareAndRead(connection, Set.of());
          OrderNumber order = finding.order();
          // First the order and then its calls, as a call locks them that shows the order.
          LedgerRows.lock(connection, List.of(order));
          List<OpenCall> calls = lockCalls(connection, order);
          if (calls.stream().noneMatch(OpenCall::inDoubt)) {
            return wasSettled(connection, order)
                ? FindingOutcome.SETTLED_BEFORE
                : FindingOutcome.NO_DOUBT;
          }
          if (!calls.stream().allMatch(OpenCall::inDoubt)) {
            return FindingOutcome.UNDER_WAY;
          }
          delete(connection, calls.stream().map(OpenCall::id).toList());
          keep(connection, finding, calls.size());
          if (!finding.monolithHasIt()) {
            OrderChange change =
                new OrderChange(
                    order,
                    new Arrival("operators", correlation, () -> new byte[0]),
                    (known, any) -> OrderRules.notAtTheMonolith(known, correlation));
            ledger.write(connection, List.of(change), owners).orElseThrow();
          }
          boolean accepted = finding.monolithHasIt() && calls.stream().anyMatch(OpenCall::approves);
          approve(connection, Map.of(order, accepted));
          return FindingOutcome.SETTLED;
        });
  }

  /**
   * Call that has no answer yet.
   *
   * @param inDoubt whether it is not to be expected any more
   */
  private record OpenCall(long id, boolean approves, boolean inDoubt) {}

  private static List<OpenCall> lockCalls(Connection connection, OrderNumber order)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select id, approves, %s as in_doubt from forward
        where shop = ? and number = ? order by id for update
        """
            .formatted(IN_DOUBT),
        row ->
            new OpenCall(row.getLong("id"), row.getBoolean("approves"), row.getBoolean("in_doubt")),
        Sql.value(order.shop()),
        Sql.value(order.number()));
  }

  private static boolean wasSettled(Connection connection, OrderNumber order) throws SQLException {
    return Sql.query(
            connection,
            "select exists (select from doubt_settlement where shop = ? and number = ?)",
            row -> row.getBoolean(1),
            Sql.value(order.shop()),
            Sql.value(order.number()))
        .get(0);
  }

  private static void keep(Connection connection, Finding finding, int calls) throws SQLException {
    Sql.update(
        connection,
        """
        insert into doubt_settlement (shop, number, monolith_has_it, done_by, reason, calls)
        values (?, ?, ?, ?, ?, ?)
        """,
        Sql.value(finding.order().shop()),
        Sql.value(finding.order().number()),
        Sql.value(finding.monolithHasIt()),
        Sql.value(finding.by()),
        Sql.value(finding.reason()),
        Sql.value(calls));
  }
}
