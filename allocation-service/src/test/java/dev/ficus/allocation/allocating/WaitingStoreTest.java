package dev.ficus.allocation.allocating;

import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.CloseProduct;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Command.Despatch;
import dev.ficus.allocation.message.Command.OpenProduct;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.storage.GroupSql;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.Content;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the commands that wait are looked at, and which are left alone. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class WaitingStoreTest {
  @Inject Deliveries deliveries;
  @Inject UnitOfWork unitOfWork;
  @Inject Inbox inbox;
  @Inject GroupSql sql;
  @Inject DataSource dataSource;
  private String sku;
  private String other;

  @BeforeEach
  void name_two_products() {
    sku = unique("RUG");
    other = unique("LAMP");
  }

  @Test
  void a_batch_under_the_reference_of_another_product_leaves_alone_what_waits_for_its_own()
      throws Exception {
    String reference = unique("batch");
    batch(reference, other, 10, null).statusCode(201);
    receive(new Allocate(unique("order"), sku, null, 1, 0));
    Delivery wrong = delivery(new CreateBatch(reference, sku, 10, null));
    assertLeavesWaitingAlone(wrong);
    get("/parked-commands/{id}", wrong.messageId())
        .body(at("$.state", is("parked")), at("$.code", is("batch_exists")));
    assertEquals(1, waiting(sku));
  }

  @Test
  void the_first_batch_of_a_closed_product_leaves_alone_what_waits_for_its_opening()
      throws Exception {
    receive(new CloseProduct(sku, 1));
    receive(new Allocate(unique("order"), sku, null, 1, 0));
    assertLeavesWaitingAlone(delivery(new CreateBatch(unique("batch"), sku, 10, null)));
    get("/products/{sku}", sku).body(at("$.closed", is(true)));
    assertEquals(1, waiting(sku));
  }

  @Test
  void the_first_batch_of_a_closed_product_takes_up_what_wants_no_units() {
    String order = unique("order");
    receive(new CloseProduct(sku, 1));
    receive(new Deallocate(order, sku, null, "not wanted", 1));
    receive(new Allocate(order, sku, null, 1, 0));
    receive(new Allocate(order + "-waits", sku, null, 1, 0));
    receive(new Despatch(order + "-despatched", sku, null, 1));
    receive(new CreateBatch(unique("batch"), sku, 10, null));
    assertEquals(1, waiting(sku));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("cancelled")));
  }

  @Test
  void a_group_that_creates_and_opens_a_closed_product_takes_up_by_arrival_what_waits_for_it() {
    String order = unique("order");
    receive(new CloseProduct(sku, 1));
    receive(new Allocate(order + "-first", sku, null, 1, 0));
    receive(new Allocate(order + "-second", sku, null, 1, 1));
    receive(new Deallocate(order + "-second", sku, null, "older", 0));
    deliveries.receive(
        List.of(
            delivery(new CreateBatch(unique("batch"), sku, 1, null)),
            delivery(new OpenProduct(sku, 2))));
    assertEquals(0, waiting(sku));
    get("/allocations/{orderid}", order + "-first").body(at("$[0].state", is("allocated")));
    get("/allocations/{orderid}", order + "-second").body(at("$[0].state", is("backordered")));
  }

  @Test
  void a_product_that_many_wait_for_takes_no_turn_of_another() throws Exception {
    for (String each : List.of(sku, other)) {
      batch(unique("batch"), each, 10, null).statusCode(201);
      receive(new CloseProduct(each, 1));
    }
    IntStream.range(0, 5).forEach(i -> receive(new Allocate("order-" + i, sku, null, 1, 0)));
    receive(new Allocate(unique("order"), other, null, 1, 0));
    List<Delivery> first = unitOfWork.commit(at -> inbox.waitingForOpening(List.of(sku, other), 3));
    assertEquals(List.of(sku, sku, other), first.stream().map(Delivery::sku).toList());
    assertEquals(
        List.of("order-0", "order-1"), first.stream().limit(2).map(Delivery::orderid).toList());
  }

  @Test
  void each_product_that_is_opened_and_waited_for_is_found_once() {
    String never = unique("SOFA");
    for (String each : List.of(sku, other)) {
      batch(unique("batch"), each, 10, null).statusCode(201);
      receive(new CloseProduct(each, 1));
    }
    for (String each : List.of(sku, other, never)) {
      receive(new Allocate(unique("order"), each, null, 1, 0));
      receive(new Allocate(unique("order"), each, null, 1, 0));
    }
    assertEquals(Set.of(), Set.copyOf(openedOf(List.of(sku, other, never), List.of())));
    List<Command.OpenProduct> opened = openedOf(List.of(sku, other, never), List.of(sku, other));
    assertEquals(2, opened.size());
    assertEquals(Set.of(new OpenProduct(sku, 2), new OpenProduct(other, 2)), Set.copyOf(opened));
  }

  /** Within one transaction, so that nobody else sees them open and takes up what waits. */
  private List<Command.OpenProduct> openedOf(List<String> all, List<String> open) {
    return unitOfWork.commit(
        at -> {
          String[] skus = open.toArray(String[]::new);
          sql.update(
              "update product set closed = false, opening_revision = 2 where sku = any (?)",
              (Object) skus);
          List<Command.OpenProduct> found = inbox.openedAndWaitedFor();
          sql.update(
              "update product set closed = true, opening_revision = 1 where sku = any (?)",
              (Object) skus);
          return found.stream().filter(each -> all.contains(each.sku())).toList();
        });
  }

  /** While others hold each command that waits for the product, it is carried out all the same. */
  private void assertLeavesWaitingAlone(Delivery delivery) throws Exception {
    CompletableFuture<Void> received;
    try (Connection others = dataSource.getConnection();
        PreparedStatement hold =
            others.prepareStatement(
                "select from inbox where state = 'WAITING' and sku = ? for update")) {
      others.setAutoCommit(false);
      hold.setString(1, sku);
      hold.execute();
      received = Background.run(() -> deliveries.receive(List.of(delivery)));
      received.get(CLOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      others.rollback();
    }
  }

  private long waiting(String sku) {
    return sql.query(
            "select count(*) from inbox where state = 'WAITING' and sku = ?",
            row -> row.getLong(1),
            sku)
        .get(0);
  }

  private void receive(Command command) {
    deliveries.receive(List.of(delivery(command)));
  }

  private static Delivery delivery(Command command) {
    String id = UUID.randomUUID().toString();
    return new Delivery(
        id,
        Names.of(command),
        CommandJson.write(command),
        "{}",
        Content.of(command),
        new Cause(id, null, null, null),
        Optional.of(command),
        Optional.empty());
  }
}
