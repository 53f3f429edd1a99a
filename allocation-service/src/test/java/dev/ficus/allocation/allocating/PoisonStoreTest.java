package dev.ficus.allocation.allocating;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.allocation.HeldProduct;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.Content;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A command that is in order but that the database will not have, or that its sender may not send,
 * does not spoil its neighbours.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PoisonStoreTest {
  private static final Outcome.Refused NOT_GRANTED =
      Outcome.Refused.notGranted("type", "web-shop may not send allocate");

  @Inject Deliveries deliveries;
  @Inject UnitOfWork unitOfWork;
  @Inject MessageBus bus;
  @Inject Inbox inbox;
  @Inject ParkedCommands parkedCommands;
  @Inject GroupSettings settings;
  @Inject DataSource dataSource;
  private String sku;
  private String order;

  @BeforeEach
  void refuse_poisonous_orders_in_the_database() throws SQLException {
    sku = unique("RUG");
    order = unique("order");
    run(
        """
        create or replace function refuse_poison() returns trigger language plpgsql as $$
        begin
          raise exception 'poison';
        end $$;
        create or replace trigger poison before insert on order_line
        for each row when (new.orderid like 'poison-%') execute function refuse_poison();
        """);
    batch(unique("batch"), sku, 1000, null).statusCode(201);
  }

  @AfterEach
  void accept_them_again() throws SQLException {
    run("drop trigger poison on order_line; drop function refuse_poison");
  }

  @Test
  void in_a_group_of_messages_it_alone_is_parked() {
    String poison = unique("poison");
    List<Delivery> group =
        IntStream.range(0, 20).mapToObj(i -> delivery(i == 10 ? poison : order + i)).toList();
    deliveries.receive(group);
    for (int i = 0; i < 20; i++) {
      if (i != 10) {
        get("/allocations/{orderid}", order + i).body(at("$[0].state", is("allocated")));
      }
    }
    get("/allocations/{orderid}", poison).statusCode(404);
    get("/products/{sku}", sku).body(at("$.batches[0].allocated", is(19)));
  }

  @Test
  void in_a_group_of_messages_the_one_that_meets_an_error_alone_is_parked() {
    AtomicInteger transactions = new AtomicInteger();
    UnitOfWork failing =
        new UnitOfWork() {
          @Override
          public <T> T commit(Function<Instant, T> work) {
            // The group, and then the first of it alone.
            if (transactions.incrementAndGet() <= 2) {
              throw new StackOverflowError("by a test");
            }
            return unitOfWork.commit(work);
          }
        };
    Deliveries fallible =
        new Deliveries(failing, bus, inbox, parkedCommands, settings, new SimpleMeterRegistry());
    List<Delivery> group = List.of(delivery(order + 1), delivery(order + 2));
    try {
      fallible.receive(group);
    } finally {
      fallible.close();
    }
    get("/parked-commands/{id}", group.get(0).messageId())
        .body(at("$.state", is("parked")))
        .body(at("$.code", is("failed")));
    get("/allocations/{orderid}", order + 1).statusCode(404);
    get("/allocations/{orderid}", order + 2).body(at("$[0].state", is("allocated")));
  }

  @Test
  void a_group_of_messages_that_does_not_fit_into_memory_is_taken_singly() {
    AtomicInteger transactions = new AtomicInteger();
    UnitOfWork small =
        new UnitOfWork() {
          @Override
          public <T> T commit(Function<Instant, T> work) {
            if (transactions.incrementAndGet() == 1) {
              throw new Unavailable.Memory(new OutOfMemoryError("by a test"));
            }
            return unitOfWork.commit(work);
          }
        };
    Deliveries fallible =
        new Deliveries(small, bus, inbox, parkedCommands, settings, new SimpleMeterRegistry());
    try {
      fallible.receive(List.of(delivery(order + 1), delivery(order + 2)));
    } finally {
      fallible.close();
    }
    for (int line = 1; line <= 2; line++) {
      get("/allocations/{orderid}", order + line).body(at("$[0].state", is("allocated")));
    }
    assertEquals(3, transactions.get());
  }

  @Test
  void what_its_sender_may_not_send_alone_is_parked_and_an_operator_may_redrive_it() {
    Delivery notGranted = delivery(order + 1).refused(NOT_GRANTED);
    deliveries.receive(List.of(notGranted, delivery(order + 2)));
    get("/parked-commands/{id}", notGranted.key())
        .body(at("$.state", is("parked")), at("$.code", is("not_granted")))
        .body(at("$.reason", is(NOT_GRANTED.reason())), at("$.sku", is(sku)))
        .body(at("$.came_as", is(notGranted.messageId())));
    get("/allocations/{orderid}", order + 1).statusCode(404);
    get("/allocations/{orderid}", order + 2).body(at("$[0].state", is("allocated")));
    // The broker may deliver it again.
    deliveries.receive(List.of(notGranted));
    get("/allocations/{orderid}", order + 1).statusCode(404);
    given()
        .contentType("application/json")
        .body("{\"by\":\"ann\"}")
        .post("/parked-commands/{id}/redrive", notGranted.key())
        .then()
        .statusCode(200)
        .body(at("$.state", is("applied")));
    get("/allocations/{orderid}", order + 1).body(at("$[0].state", is("allocated")));
  }

  @Test
  void what_its_sender_may_not_send_is_not_in_the_way_of_who_may_send_it_under_the_same_id() {
    Delivery granted = delivery(order + 1);
    deliveries.receive(List.of(granted.refused(NOT_GRANTED)));
    deliveries.receive(List.of(granted));
    get("/allocations/{orderid}", order + 1).body(at("$[0].state", is("allocated")));
    get("/parked-commands/{id}", granted.messageId()).body(at("$.state", is("applied")));
  }

  @Test
  void what_its_sender_may_not_send_corrects_nobodys_parked_command() {
    Delivery parked = delivery(unique("poison"));
    deliveries.receive(List.of(parked));
    get("/parked-commands/{id}", parked.messageId()).body(at("$.state", is("parked")));
    Allocate more = new Allocate(parked.orderid(), sku, null, 2, 0);
    Delivery correction =
        new Delivery(
            parked.key(),
            "allocate",
            CommandJson.write(more),
            "{}",
            Content.of(more),
            parked.cause(),
            Optional.of(more),
            Optional.empty());
    deliveries.receive(List.of(correction.refused(NOT_GRANTED)));
    get("/parked-commands/{id}", parked.messageId())
        .body(at("$.code", is("failed")), at("$.audit", hasSize(0)))
        .body(at("$.contradicting[0].code", is("not_granted")));
  }

  @Test
  void in_a_call_of_many_lines_it_alone_fails() {
    List<String> states = bulk(List.of(order + 1, unique("poison"), order + 2));
    assertEquals(List.of("applied", "failed", "applied"), states);
    get("/products/{sku}", sku).body(at("$.batches[0].allocated", is(2)));
  }

  @Test
  void alone_it_is_answered_as_our_failure() {
    allocation(unique("poison"), sku, 1).statusCode(500).body(at("$.code", is("failed")));
    allocation(order, sku, 1).statusCode(202);
  }

  @Test
  void groups_that_want_one_product_at_once_wait_for_each_other() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<String>>> calls =
          IntStream.range(0, 40)
              .<Callable<List<String>>>mapToObj(
                  call ->
                      () ->
                          bulk(
                              IntStream.range(0, 10)
                                  .mapToObj(line -> order + "-" + call + "-" + line)
                                  .toList()))
              .toList();
      for (Future<List<String>> answer : callers.invokeAll(calls)) {
        assertEquals(List.of("applied"), answer.get().stream().distinct().toList());
      }
    } finally {
      callers.shutdownNow();
    }
    get("/products/{sku}", sku)
        .body(at("$.batches[0].allocated", is(400)))
        .body(at("$.sequence", is(401)));
  }

  @Test
  void a_group_waits_for_another_instance_that_changes_its_product() throws Exception {
    CompletableFuture<Integer> answer;
    try (HeldProduct other = new HeldProduct(dataSource, sku)) {
      answer = Background.supply(() -> allocation(order, sku, 1).extract().response().statusCode());
      other.awaitWaiting(1);
      other.advanceTo(7);
    }
    assertEquals(202, answer.get());
    get("/products/{sku}", sku).body(at("$.sequence", is(8)));
  }

  private List<String> bulk(List<String> orders) {
    String lines =
        orders.stream()
            .map("{\"orderid\":\"%%s\",\"sku\":\"%s\",\"qty\":1}".formatted(sku)::formatted)
            .collect(Collectors.joining("\n"));
    return given()
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/allocations/bulk")
        .asString()
        .lines()
        .map(line -> line.replaceAll(".*\"status\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private Delivery delivery(String orderid) {
    String id = UUID.randomUUID().toString();
    Allocate command = new Allocate(orderid, sku, null, 1, 0);
    return new Delivery(
        id,
        "allocate",
        CommandJson.write(command),
        "{}",
        Content.of(command),
        new Cause(id, null, null, null),
        Optional.of(command),
        Optional.empty());
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
