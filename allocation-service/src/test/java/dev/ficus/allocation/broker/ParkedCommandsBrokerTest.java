package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.ReadContext;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.allocation.HeldProduct;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parked and waiting commands, as operators see and handle them. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ParkedCommandsBrokerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Broker broker;
  @Inject DataSource dataSource;

  private final List<Delivery> events = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel channel;
  private String sku;
  private String order;
  private String ref;
  private String id;

  @BeforeEach
  void listen_to_all_events() throws Exception {
    sku = unique("RUG");
    order = unique("order");
    ref = unique("batch");
    id = unique("message/50 %");
    connection = broker.connect("test");
    channel = connection.createChannel();
    channel.confirmSelect();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, Topology.EVENTS, "#");
    channel.basicConsume(queue, true, (tag, event) -> events.add(event), tag -> {});
  }

  @AfterEach
  void leave() throws Exception {
    connection.close();
  }

  @Test
  void they_are_listed_the_oldest_first_and_filtered_and_paged() throws Exception {
    batch(ref, sku, 10, null);
    String others = end();
    String type = unparsed(id + "-1");
    unparsed(id + "-2");
    send("create_batch", id + "-3", Map.of("batchref", ref, "sku", sku, "qty", 11));
    awaitState(id + "-1", "parked");
    awaitState(id + "-2", "parked");
    awaitState(id + "-3", "parked");
    assertEquals(
        List.of(id + "-1", id + "-2", id + "-3"), mine("/parked-commands?limit=1", others));
    assertEquals(
        List.of(id + "-1", id + "-2"),
        mine("/parked-commands?limit=2&code=malformed&type=" + type, others));
    assertEquals(List.of(id + "-3"), mine("/parked-commands?limit=1000&code=batch_exists"));
    get("/parked-commands?limit=1000&type=create_batch")
        .statusCode(200)
        .body(at("$.commands[*].type", everyItem(is("create_batch"))))
        .body(at("$.commands[?(@.message_id == '" + id + "-3')].batchref", contains(ref)))
        .body(at("$.commands[?(@.message_id == '" + id + "-3')].sku", contains(sku)))
        .body(at("$.commands[?(@.message_id == '" + id + "-3')].body", contains(nullValue())));
    get("/parked-commands?limit=0").statusCode(400).body(at("$.field", is("limit")));
    get("/parked-commands?after=x").statusCode(400).body(at("$.field", is("after")));
  }

  @Test
  void one_is_shown_with_its_body_its_headers_and_its_sender() throws Exception {
    channel.basicPublish(
        Topology.COMMANDS,
        "allocate",
        MessageProperties.PERSISTENT_BASIC
            .builder()
            .messageId(id)
            .appId("web shop")
            .headers(Map.of("x-shop", "berlin"))
            .build(),
        "{\"qty\": \"drei Stück\"".getBytes(StandardCharsets.UTF_8));
    awaitState(id, "parked");
    shown()
        .contentType("application/json")
        .body(at("$.body", is("{\"qty\": \"drei Stück\"")), at("$.body_base64", nullValue()))
        .body(
            at("$.headers['x-shop']", is("berlin")),
            at("$.who", is("web shop")),
            at("$.audit", hasSize(0)));
    String binary = id + "-binary";
    channel.basicPublish(
        Topology.COMMANDS, "allocate", withId(binary), new byte[] {(byte) 0xFF, 0, 1});
    awaitState(binary, "parked");
    get("/parked-commands/{id}", binary)
        .body(at("$.body", nullValue()))
        .body(at("$.body_base64", is("/wAB")));
    get("/parked-commands/{id}", "nobody").statusCode(404);
  }

  @Test
  void a_message_with_characters_that_the_database_does_not_take_is_no_obstacle() throws Exception {
    channel.basicPublish(
        Topology.COMMANDS,
        "allocate",
        MessageProperties.PERSISTENT_BASIC
            .builder()
            .messageId(id)
            .appId("a\0b")
            .correlationId("c\0d")
            .build(),
        "{oops".getBytes(StandardCharsets.UTF_8));
    awaitState(id, "parked");
    shown().body(at("$.who", is("a\uFFFDb")), at("$.correlation_id", is("c\uFFFDd")));
  }

  @Test
  void what_is_corrected_and_redriven_takes_effect_under_the_operators_name() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", "three"));
    awaitState(id, "parked");
    redrive(Map.of("by", "ann"))
        .statusCode(409)
        .body(at("$.code", is("malformed")), at("$.field", is("qty")));
    redrive(
            Map.of(
                "by", "ann", "body", Map.of("orderid", order, "sku", sku, "qty", 3, "revision", 1)))
        .statusCode(200)
        .body(at("$.state", is("applied")), at("$.orderid", is(order)), at("$.sku", is(sku)))
        .body(
            at("$.audit[*].outcome", is(List.of("refused", "applied"))),
            at("$.audit[1].who", is("ann")))
        .body(at("$.audit[0].code", is("malformed")), at("$.audit[0].body_after", nullValue()))
        .body(at("$.audit[1].body_before", containsString("three")))
        .body(at("$.audit[1].body_after", containsString("\"qty\":3")));
    get("/allocations/{orderid}", order)
        .body(at("$[0].state", is("allocated")), at("$[0].revision", is(1)));
    redrive(Map.of("by", "bob")).statusCode(409).body(at("$.code", is("not_parked")));
    get("/parked-commands?limit=1000").body(at("$.commands[*].message_id", not(hasItem(id))));
    Delivery event = awaitEvent(sku, "line_allocated");
    assertEquals(id, header(event, "cloudEvents_causationid"));
  }

  @Test
  void what_had_a_wrong_routing_key_is_taken_in_and_redriven_under_the_right_one()
      throws Exception {
    batch(ref, sku, 10, null);
    String waits = unique("other");
    publish("alocate", id, "{'orderid':'%s','sku':'%s','qty':3,'revision':0}");
    send("deallocate.now", id + "-2", Map.of("orderid", order, "sku", waits));
    post("/unrouted-commands/take-in?limit=1", Map.of("by", "ann"))
        .statusCode(200)
        .body(at("$.taken_in", is(1)));
    post("/unrouted-commands/take-in", Map.of("by", "ann"))
        .statusCode(200)
        .body(at("$.left", is(0)));
    shown()
        .body(at("$.state", is("parked")), at("$.type", is("alocate")))
        .body(at("$.code", is("malformed")), at("$.reason", containsString("alocate")));
    redrive(Map.of("by", "ann", "type", "aloc")).statusCode(400).body(at("$.field", is("type")));
    redrive(Map.of("by", "ann", "type", "allocate"))
        .statusCode(200)
        .body(at("$.state", is("applied")), at("$.type", is("allocate")));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("allocated")));
    // What waits after that is taken up as what it was corrected to.
    post(
            id + "-2",
            "redrive",
            Map.of(
                "by",
                "ann",
                "type",
                "allocate",
                "body",
                Map.of("orderid", order + "-2", "sku", waits, "qty", 2)))
        .statusCode(200)
        .body(at("$.state", is("waiting")), at("$.type", is("allocate")));
    batch(ref + "-2", waits, 5, null);
    get("/allocations/{orderid}", order + "-2").body(at("$[0].state", is("allocated")));
    // Its sender sends it once more, as wrongly: it is known.
    publish("alocate", id, "{'orderid':'%s','sku':'%s','qty':3,'revision':0}");
    post("/unrouted-commands/take-in", Map.of("by", "ann")).body(at("$.taken_in", is(1)));
    shown().body(at("$.state", is("applied")), at("$.audit", hasSize(1)));
    post("/unrouted-commands/take-in", Map.of()).statusCode(400).body(at("$.field", is("by")));
    post("/unrouted-commands/take-in?limit=0", Map.of("by", "ann"))
        .statusCode(400)
        .body(at("$.field", is("limit")));
  }

  @Test
  void many_are_redriven_in_one_call_and_those_that_stay_are_named() throws Exception {
    batch(ref, sku, 10, null);
    String others = end();
    send("allocate", unique("m"), Map.of("orderid", order, "sku", sku, "qty", 8));
    send("despatch", unique("m"), Map.of("orderid", order, "sku", sku));
    send("change_batch_quantity", id, Map.of("batchref", ref, "qty", 5, "revision", 1));
    send("create_batch", id + "-2", Map.of("batchref", ref, "sku", sku, "qty", 11));
    awaitState(id, "parked");
    awaitState(id + "-2", "parked");
    String many = "/parked-commands/redrive?limit=10&after=" + others;
    post(many + "&code=below_despatched", Map.of("by", "ann"))
        .statusCode(200)
        .body(at("$.redriven", is(0)), at("$.next", nullValue()))
        .body(at("$.still_parked[*].message_id", is(List.of(id))))
        .body(at("$.still_parked[*].code", is(List.of("below_despatched"))));
    shown().body(at("$.audit[*].who", is(List.of("ann"))));
    send("allocate", id + "-3", Map.of("orderid", order + "-2", "sku", sku, "qty", 1));
    awaitState(id + "-3", "applied");
    send("allocate", id + "-4", Map.of("orderid", order + "-2", "sku", sku, "qty", 2));
    awaitState(id + "-4", "parked");
    Map<String, Object> later =
        Map.of("orderid", order + "-2", "sku", sku, "qty", 1, "revision", 1);
    send("allocate", id + "-5", later);
    awaitState(id + "-5", "applied");
    post(many + "&type=allocate", Map.of("by", "bob"))
        .statusCode(200)
        .body(at("$.redriven", is(1)), at("$.still_parked", hasSize(0)));
    get("/parked-commands/{id}", id + "-4").body(at("$.state", is("applied")));
    get("/parked-commands/{id}", id + "-2").body(at("$.audit", hasSize(0)));
    post(many, Map.of()).statusCode(400).body(at("$.field", is("by")));
  }

  @Test
  void what_is_redriven_cannot_undo_what_came_later() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", unique("m"), Map.of("orderid", order, "sku", sku, "qty", 3));
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 4));
    awaitState(id, "parked");
    send("allocate", unique("m"), Map.of("orderid", order, "sku", sku, "qty", 5, "revision", 1));
    awaitAsserted(() -> get("/allocations/{orderid}", order).body(at("$[0].qty", is(5))));
    redrive(Map.of("by", "ann"))
        .statusCode(200)
        .body(at("$.audit[*].outcome", is(List.of("repeated"))));
    get("/allocations/{orderid}", order).body(at("$[0].qty", is(5)));
  }

  @Test
  void a_change_without_a_revision_is_held_back_by_a_later_one() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", unique("m"), Map.of("orderid", order, "sku", sku, "qty", 8));
    send("despatch", unique("m"), Map.of("orderid", order, "sku", sku));
    send("change_batch_quantity", id, Map.of("batchref", ref, "qty", 5));
    awaitState(id, "parked");
    redrive(Map.of("by", "ann")).statusCode(409).body(at("$.code", is("below_despatched")));
    given()
        .contentType("application/json")
        .body(Map.of("qty", 20))
        .patch("/batches/{ref}", ref)
        .then()
        .statusCode(200);
    redrive(Map.of("by", "ann")).statusCode(409).body(at("$.code", is("overtaken")));
    shown().body(at("$.state", is("parked")), at("$.code", is("overtaken")));
    redrive(Map.of("by", "ann", "body", Map.of("batchref", ref, "qty", 9))).statusCode(200);
    get("/batches/{ref}", ref).body(at("$.qty", is(9)));
  }

  @Test
  void what_needs_an_unknown_product_after_correction_waits_for_it() throws Exception {
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", -1));
    awaitState(id, "parked");
    redrive(Map.of("by", "ann", "body", Map.of("orderid", order, "sku", sku, "qty", 2)))
        .statusCode(200)
        .body(at("$.state", is("waiting")), at("$.code", nullValue()));
    assertEquals(List.of(id), mine("/waiting-commands?limit=1000&type=allocate"));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("waiting")));
    batch(ref, sku, 10, null);
    get("/allocations/{orderid}", order)
        .body(at("$[0].state", is("allocated")), at("$[0].qty", is(2)));
    shown().body(at("$.state", is("applied")), at("$.audit[0].body_before", containsString("-1")));
  }

  @Test
  void what_is_discarded_is_announced_and_never_comes_back() throws Exception {
    batch(ref, sku, 10, null);
    Map<String, Object> body = Map.of("batchref", ref, "sku", sku, "qty", 11);
    send("create_batch", id, body);
    awaitState(id, "parked");
    discard(Map.of("by", "ann", "reason", "counted twice"))
        .statusCode(200)
        .body(at("$.state", is("discarded")), at("$.audit[0].reason", is("counted twice")));
    JsonNode event = JSON.readTree(awaitEvent(id, "command_discarded").getBody());
    assertEquals("counted twice", event.get("reason").asText());
    assertEquals("batch_exists", event.get("code").asText());
    assertEquals(sku, event.get("sku").asText());
    discard(Map.of("by", "ann", "reason", "again")).statusCode(409);
    redrive(Map.of("by", "ann")).statusCode(409);
    send("create_batch", id, body);
    send("change_batch_eta", unique("m"), Map.of("batchref", ref, "eta", "2030-01-01"));
    awaitEvent(sku, "batch_eta_changed");
    shown().body(at("$.state", is("discarded")));
  }

  @Test
  void what_waits_can_be_discarded_too() throws Exception {
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 1));
    awaitState(id, "waiting");
    redrive(Map.of("by", "ann")).statusCode(409).body(at("$.code", is("not_parked")));
    discard(Map.of("by", "ann", "reason", "never purchased")).statusCode(200);
    JsonNode event = JSON.readTree(awaitEvent(id, "command_discarded").getBody());
    assertEquals("unknown_sku", event.get("code").asText());
    batch(ref, sku, 10, null);
    get("/allocations/{orderid}", order).statusCode(404);
  }

  @Test
  void two_operators_who_redrive_at_once_take_effect_once() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 0));
    awaitState(id, "parked");
    Map<String, Object> request =
        Map.of("by", "ann", "body", Map.of("orderid", order, "sku", sku, "qty", 4));
    ExecutorService operators = Executors.newFixedThreadPool(4);
    List<Integer> answers = new ArrayList<>();
    try {
      List<Future<Integer>> presses = new ArrayList<>();
      // Held until all have pressed, or the first might be done before the second has begun.
      try (HeldProduct other = new HeldProduct(dataSource, sku)) {
        for (int i = 0; i < 4; i++) {
          presses.add(operators.submit(() -> redrive(request).extract().statusCode()));
        }
        other.awaitWaiting(4);
      }
      for (Future<Integer> answer : presses) {
        answers.add(answer.get());
      }
    } finally {
      operators.shutdown();
    }
    assertEquals(List.of(200, 409, 409, 409), answers.stream().sorted().toList());
    shown().body(at("$.audit", hasSize(1)));
    get("/products/{sku}", sku).body(at("$.sequence", is(2)), at("$.batches[0].available", is(6)));
  }

  @Test
  void a_call_that_is_wrong_is_refused_and_its_field_named() throws Exception {
    unparsed(id);
    awaitState(id, "parked");
    redrive(Map.of()).statusCode(400).body(at("$.field", is("by")));
    redrive(Map.of("by", 7)).statusCode(400).body(at("$.field", is("by")));
    redrive(Map.of("by", "a\nb")).statusCode(400).body(at("$.field", is("by")));
    redrive(Map.of("by", "ann", "body", "text")).statusCode(400).body(at("$.field", is("body")));
    redrive(Map.of("by", "ann", "body", Map.of("orderid", order, "sku", sku)))
        .statusCode(400)
        .body(at("$.field", is("qty")));
    discard(Map.of("by", "ann")).statusCode(400).body(at("$.field", is("reason")));
    post("nobody", "redrive", Map.of("by", "ann")).statusCode(404);
    post("nobody", "discard", Map.of("by", "ann", "reason", "gone")).statusCode(404);
    shown().body(at("$.state", is("parked")), at("$.audit", hasSize(0)));
  }

  @Test
  void the_same_id_with_other_content_is_parked_beside_the_first_and_takes_no_effect()
      throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 3));
    awaitState(id, "applied");
    send("allocate", id, Map.of("orderid", order + "-2", "sku", sku, "qty", 2));
    JsonNode parked = JSON.readTree(awaitEvent(id, "command_parked").getBody());
    assertEquals("message_id_reused", parked.get("code").asText());
    assertEquals(id, parked.get("message_id").asText());
    assertEquals(order + "-2", parked.get("orderid").asText());
    get("/allocations/{orderid}", order + "-2").statusCode(404);
    String own =
        read(
            shown()
                .body(
                    at("$.state", is("applied")),
                    at("$.orderid", is(order)),
                    at("$.contradicting", hasSize(1)))
                .body(at("$.contradicting[0].orderid", is(order + "-2")))
                .body(at("$.contradicting[0].code", is("message_id_reused")))
                .body(at("$.contradicting[0].came_as", is(id)))
                .extract()
                .asString(),
            "$.contradicting[0].message_id");
    get("/parked-commands/{id}", own).body(at("$.state", is("parked")), at("$.came_as", is(id)));
    // The same contradiction again is a repeat of itself.
    send("allocate", id, Map.of("orderid", order + "-2", "sku", sku, "qty", 2));
    send("allocate", id + "-behind", Map.of("orderid", order + "-3", "sku", sku, "qty", 1));
    awaitState(id + "-behind", "applied");
    shown().body(at("$.contradicting", hasSize(1)));
    post(own, "redrive", Map.of("by", "ann")).statusCode(200).body(at("$.state", is("applied")));
    get("/allocations/{orderid}", order + "-2").body(at("$[0].qty", is(2)));
  }

  @Test
  void other_spelling_of_the_same_content_is_a_repeat() throws Exception {
    batch(ref, sku, 10, null);
    publish("allocate", id, "{'orderid':'%s','sku':'%s','qty':3,'revision':0}");
    publish("allocate", id, "{ 'new': [1], 'qty' : 3.0, 'sku':'%2$s', 'orderid':'%1$s' }");
    send("allocate", id + "-behind", Map.of("orderid", order + "-3", "sku", sku, "qty", 1));
    awaitState(id + "-behind", "applied");
    shown().body(at("$.state", is("applied")), at("$.contradicting", nullValue()));
  }

  @Test
  void one_group_may_hold_an_id_with_three_contents() throws Exception {
    batch(ref, sku, 10, null);
    try (HeldProduct other = new HeldProduct(dataSource, sku)) {
      send("allocate", id + "-before", Map.of("orderid", order, "sku", sku, "qty", 1));
      other.awaitWaiting(1);
      for (int i = 1; i <= 3; i++) {
        send("allocate", id, Map.of("orderid", order + "-" + i, "sku", sku, "qty", i));
      }
      send("allocate", id, Map.of("orderid", order + "-1", "sku", sku, "qty", 1));
      send("allocate", id, Map.of("orderid", order + "-2", "sku", sku, "qty", 2));
    }
    send("allocate", id + "-behind", Map.of("orderid", order + "-9", "sku", sku, "qty", 1));
    awaitState(id + "-behind", "applied");
    shown()
        .body(at("$.state", is("applied")), at("$.orderid", is(order + "-1")))
        .body(at("$.contradicting[*].orderid", is(List.of(order + "-2", order + "-3"))));
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(7)));
  }

  @Test
  void a_parked_command_that_comes_again_corrected_is_taken_up() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", "three"));
    awaitState(id, "parked");
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", -3));
    awaitState(id, "parked");
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 4));
    awaitState(id, "applied");
    shown()
        .body(at("$.body", containsString("4")), at("$.orderid", is(order)))
        .body(at("$.audit[*].action", is(List.of("correct"))))
        .body(
            at("$.audit[0].outcome", is("applied")),
            at("$.audit[0].body_before", containsString("three")));
    get("/allocations/{orderid}", order).body(at("$[0].qty", is(4)));
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 4));
    send("allocate", id + "-behind", Map.of("orderid", order + "-9", "sku", sku, "qty", 1));
    awaitState(id + "-behind", "applied");
    shown().body(at("$.audit", hasSize(1)));
  }

  @Test
  void what_was_corrected_is_a_repeat_when_it_comes_once_more() throws Exception {
    batch(ref, sku, 10, null);
    Map<String, Object> first = Map.of("orderid", order, "sku", sku, "qty", "three");
    send("allocate", id, first);
    awaitState(id, "parked");
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 4));
    awaitState(id, "applied");
    send("allocate", id, first);
    send("allocate", id + "-behind", Map.of("orderid", order + "-9", "sku", sku, "qty", 1));
    awaitState(id + "-behind", "applied");
    shown()
        .body(
            at("$.state", is("applied")),
            at("$.contradicting", nullValue()),
            at("$.audit", hasSize(1)));
    get("/allocations/{orderid}", order).body(at("$[0].qty", is(4)));
  }

  @Test
  void another_line_under_the_id_of_what_cannot_be_read_is_no_correction() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", "three"));
    awaitState(id, "parked");
    send("allocate", id, Map.of("orderid", unique("other"), "sku", sku, "qty", 4));
    awaitAsserted(() -> shown().body(at("$.contradicting", hasSize(1))));
    shown()
        .body(
            at("$.state", is("parked")),
            at("$.body", containsString("three")),
            at("$.audit", hasSize(0)));
  }

  @Test
  void a_correction_that_is_refused_stays_parked_with_its_own_reason() throws Exception {
    batch(ref, sku, 10, null);
    send("create_batch", id, Map.of("batchref", ref, "sku", sku, "qty", 11));
    awaitState(id, "parked");
    send("create_batch", id, Map.of("batchref", ref, "sku", sku, "qty", 12));
    awaitAsserted(() -> shown().body(at("$.audit", hasSize(1))));
    shown()
        .body(at("$.state", is("parked")), at("$.audit[0].outcome", is("refused")))
        .body(
            at("$.body", containsString("12")), at("$.audit[0].body_before", containsString("11")));
    send("create_batch", id, Map.of("batchref", ref, "sku", sku, "qty", 10));
    awaitState(id, "applied");
    shown().body(at("$.audit[*].outcome", is(List.of("refused", "repeated"))));
  }

  @Test
  void another_order_under_the_id_of_a_parked_one_is_no_correction() throws Exception {
    batch(ref, sku, 10, null);
    send("allocate", id + "-line", Map.of("orderid", order, "sku", sku, "qty", 3));
    send("allocate", id, Map.of("orderid", order, "sku", sku, "qty", 4));
    awaitState(id, "parked");
    send("allocate", id, Map.of("orderid", order + "-2", "sku", sku, "qty", 5));
    awaitAsserted(() -> shown().body(at("$.contradicting", hasSize(1))));
    shown()
        .body(at("$.state", is("parked")), at("$.orderid", is(order)), at("$.audit", hasSize(0)));
    get("/allocations/{orderid}", order + "-2").statusCode(404);
  }

  private void publish(String key, String id, String body) throws Exception {
    channel.basicPublish(
        Topology.COMMANDS,
        key,
        withId(id),
        body.formatted(order, sku).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private ValidatableResponse redrive(Map<String, Object> body) {
    return post(id, "redrive", body);
  }

  private ValidatableResponse discard(Map<String, Object> body) {
    return post(id, "discard", body);
  }

  private static ValidatableResponse post(String id, String action, Map<String, Object> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/parked-commands/{id}/{action}", id, action)
        .then();
  }

  private static ValidatableResponse post(String path, Map<String, Object> body) {
    return given().contentType("application/json").body(body).post(path).then();
  }

  private ValidatableResponse shown() {
    return get("/parked-commands/{id}", id).statusCode(200);
  }

  /** The commands of this test among all that are listed, page by page. */
  /** After which the last one of now is listed; before it may be thousands of other tests. */
  private static String end() {
    String end = "0";
    for (int limit = 1000; limit > 0; limit /= 10) {
      String next = end;
      while (next != null) {
        end = next;
        next =
            read(
                get("/parked-commands?limit={limit}&after={end}", limit, end)
                    .statusCode(200)
                    .extract()
                    .asString(),
                "$.next");
      }
    }
    return end;
  }

  private List<String> mine(String path) {
    return mine(path, "0");
  }

  private List<String> mine(String path, String start) {
    List<String> mine = new ArrayList<>();
    for (String after = start; after != null; ) {
      ReadContext page = parse(get(path + "&after=" + after).statusCode(200).extract().asString());
      page.<List<String>>read("$.commands[*].message_id").stream()
          .filter(each -> each.startsWith(id))
          .forEach(mine::add);
      after = page.read("$.next");
    }
    return mine;
  }

  private void awaitState(String id, String state) {
    awaitAsserted(
        () -> get("/parked-commands/{id}", id).statusCode(200).body(at("$.state", is(state))));
  }

  private String unparsed(String id) throws Exception {
    channel.basicPublish(
        Topology.COMMANDS, "allocate", withId(id), "{oops".getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    return "allocate";
  }

  private void send(String key, String id, Map<String, Object> body) throws Exception {
    channel.basicPublish(Topology.COMMANDS, key, withId(id), JSON.writeValueAsBytes(body));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private static AMQP.BasicProperties withId(String id) {
    return MessageProperties.PERSISTENT_BASIC.builder().messageId(id).build();
  }

  private Delivery awaitEvent(String subject, String name) {
    return await(
            () ->
                events.stream()
                    .filter(event -> header(event, "cloudEvents_subject").equals(subject))
                    .filter(event -> event.getEnvelope().getRoutingKey().equals(name))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private static String header(Delivery event, String name) {
    return event.getProperties().getHeaders().get(name).toString();
  }
}
