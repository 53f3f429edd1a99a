package dev.ficus.allocation.allocating;

import static dev.ficus.allocation.Given.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.ChangeBatchEta;
import dev.ficus.allocation.message.Command.ChangeBatchQuantity;
import dev.ficus.allocation.message.Command.CloseProduct;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Command.Despatch;
import dev.ficus.allocation.message.Command.OpenProduct;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.Content;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A group is a matter of speed only: however commands are put together, they end alike. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class GroupsStoreTest {
  private static final int COMMANDS = 600;
  private static final int GROUP = 500;
  private static final LocalDate DAY = LocalDate.of(2040, 1, 1);

  @Inject Deliveries deliveries;
  @Inject DataSource dataSource;

  /**
   * One that is always the same; by night also one that is new each day; or the one that is given.
   * A failure names its seed.
   */
  static LongStream seeds() {
    Long given = Long.getLong("ficus.seed");
    if (given != null) {
      return LongStream.of(given);
    }
    return Boolean.getBoolean("ficus.nightly")
        ? LongStream.of(1, LocalDate.now().toEpochDay())
        : LongStream.of(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void singly_and_in_groups_the_same_commands_end_alike(long seed) throws SQLException {
    String singly = unique("run");
    String grouped = unique("run");
    commands(seed, singly).forEach(each -> deliveries.receive(List.of(each)));
    List<Delivery> group = commands(seed, grouped);
    int cut = (int) (1 + Math.floorMod(seed, 6)) * 16;
    deliveries.receive(group.subList(0, cut));
    deliveries.receive(group.subList(cut, cut + GROUP));
    deliveries.receive(group.subList(cut + GROUP, COMMANDS));
    for (String what :
        List.of(
            "select sku, sequence, out_of_stock_since is null, closed, opening_revision from product where sku like ?",
            "select sku, batchref, qty, eta, allocated, quantity_revision, eta_revision from batch"
                + " where sku like ?",
            "select l.*, a.batchref, a.qty from order_line l left join allocation a"
                + " using (orderid, sku, lineid) where sku like ?",
            "select subject, sequence, type, body from outbox where subject like ?",
            "select sku, state, type, orderid, code, reason from inbox where sku like ?")) {
      List<String> rows = rows(what, singly);
      String again = what + "; the same again with -Dficus.seed=" + seed;
      assertTrue(rows.size() >= 3, again);
      assertEquals(String.join("\n", rows), String.join("\n", rows(what, grouped)), again);
    }
  }

  /** Commands of all kinds for a few products, lines and batches, so that they meet often. */
  private static List<Delivery> commands(long seed, String run) {
    Random random = new Random(seed);
    return IntStream.range(0, COMMANDS).mapToObj(i -> delivery(command(random, run, i))).toList();
  }

  private static Command command(Random random, String run, int number) {
    String sku = run + "-sku-" + random.nextInt(4);
    String batch = sku + "-batch-" + random.nextInt(6);
    String order = run + "-order-" + random.nextInt(25);
    int qty = 1 + random.nextInt(8);
    long revision = random.nextInt(6);
    Long batchRevision = random.nextBoolean() ? revision : null;
    LocalDate eta = random.nextInt(3) == 0 ? null : DAY.plusDays(random.nextInt(9));
    // Mostly higher than all before, so that products are opened and closed to the end.
    long opening = number + random.nextInt(20);
    return switch (random.nextInt(14)) {
      case 0, 1 -> new CreateBatch(batch, sku, 3 * qty, eta);
      case 2 -> new ChangeBatchQuantity(batch, sku, 3 * qty - 3, batchRevision);
      case 3 -> new ChangeBatchEta(batch, sku, eta, batchRevision);
      case 4, 5 -> new Deallocate(order, sku, null, null, revision);
      case 6 -> new Despatch(order, sku, null, revision);
      case 7 -> new CloseProduct(sku, opening);
      case 8 -> new OpenProduct(sku, opening);
      default -> new Allocate(order, sku, null, qty, revision);
    };
  }

  private static Delivery delivery(Command command) {
    String id = UUID.randomUUID().toString();
    return new Delivery(
        id,
        Names.of(command),
        CommandJson.write(command),
        "{}",
        Content.of(command),
        new Cause(id, null, null, "test"),
        Optional.of(command),
        Optional.empty());
  }

  private List<String> rows(String sql, String run) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, run + "-%");
      List<String> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          StringBuilder row = new StringBuilder();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.append(rows.getString(i)).append(' ');
          }
          found.add(row.toString().replace(run, "run"));
        }
      }
      found.sort(null);
      return found;
    }
  }
}
