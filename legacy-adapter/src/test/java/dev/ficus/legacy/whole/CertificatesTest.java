package dev.ficus.legacy.whole;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jayway.jsonpath.ReadContext;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.ficus.legacy.postgres.SwitchProbe;
import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.EventRelay;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and events of switches, as people and other teams see them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class CertificatesTest {

  private static final String PATH = "/strangling/certificates";

  @Inject SwitchProbe probe;
  @Inject EventRelay relay;
  @Inject Config settings;
  @TempDir Path folder;

  private final String sku = "C/" + UUID.randomUUID() + " é😀";
  private final Set<String> seen = new HashSet<>();

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void a_certificate_is_found_by_number_and_hash_and_names_the_one_before() {
    Certificate one = probe.switched(content("first", Direction.CUT_OVER, 1, sku));
    Certificate other = probe.switched(content("first", Direction.ROLL_BACK, 2, sku));
    for (String id : List.of(Integer.toString(other.id()), other.hash())) {
      get(PATH + "/" + id)
          .then()
          .statusCode(200)
          .contentType("application/json")
          .body(at("$.id", equalTo(other.id())))
          .body(at("$.hash", equalTo(other.hash())))
          .body(at("$.previous", equalTo(one.hash())))
          .body(at("$.wave", equalTo("first")))
          .body(at("$.direction", equalTo("roll_back")))
          .body(at("$.by", equalTo("anna")))
          .body(at("$.lists.monolith.units", equalTo(10)))
          .body(at("$.lists.skus.rows", equalTo(1)))
          .body(at("$.checks[1].check", equalTo("lists_agree")))
          .body(at("$.not_seen", hasSize(1)));
    }
    given()
        .queryParam("after", one.id() - 1)
        .queryParam("limit", 2)
        .get(PATH)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.certificates[*].hash", equalTo(List.of(one.hash(), other.hash()))))
        .body(at("$.next", equalTo(other.id())));
    given()
        .queryParam("after", other.id())
        .get(PATH)
        .then()
        .statusCode(200)
        .body(at("$.certificates", hasSize(0)))
        .body(at("$.next", nullValue()));
  }

  @Test
  void a_person_gets_one_screen_of_text() {
    Certificate one = probe.switched(content("first é", Direction.CUT_OVER, 1, sku));
    given()
        .accept("text/plain")
        .get(PATH + "/" + one.id())
        .then()
        .statusCode(200)
        .contentType("text/plain;charset=UTF-8")
        .body(startsWith("Certificate " + one.id() + ", 29 November 2026"))
        .body(containsString("Wave first é: 1 SKU, which the monolith fulfilled"))
        .body(containsString(one.hash()));
  }

  @Test
  void what_is_no_certificate_is_named() {
    get(PATH + "/seven").then().statusCode(400).body(at("$.field", equalTo("id")));
    get(PATH + "/" + "a".repeat(63)).then().statusCode(400).body(at("$.field", equalTo("id")));
    get(PATH + "/" + "a".repeat(64)).then().statusCode(404).body(at("$.field", equalTo("id")));
    get(PATH + "/999999999").then().statusCode(404).body(at("$.field", equalTo("id")));
    get(PATH + "/999999999/lists/skus").then().statusCode(404).body(at("$.field", equalTo("id")));
    get(PATH + "?after=x").then().statusCode(400).body(at("$.field", equalTo("after")));
    get(PATH + "?limit=0").then().statusCode(400).body(at("$.field", equalTo("limit")));
    int id = probe.switched(content("first", Direction.CUT_OVER, 1, sku)).id();
    get(PATH + "/" + id + "/lists/other")
        .then()
        .statusCode(404)
        .body(at("$.field", equalTo("list")));
  }

  @Test
  void the_chain_is_whole_until_somebody_changes_what_the_database_keeps() {
    Certificate one = probe.switched(content("first", Direction.CUT_OVER, 1, sku));
    Certificate last = probe.switched(content("first", Direction.ROLL_BACK, 2, sku));
    verified().body(at("$.whole", equalTo(true))).body(at("$.last", equalTo(last.hash())));

    String before = probe.replaceList(one.id(), "ledger", sku + "\tshop:" + sku + "\t\t11\n");
    try {
      verified()
          .body(at("$.whole", equalTo(false)))
          .body(at("$.certificates", equalTo(one.id() - 1)))
          .body(at("$.broken_at", equalTo(one.id())))
          .body(at("$.why", equalTo("the list ledger is not the one it was written with")));
    } finally {
      probe.replaceList(one.id(), "ledger", before);
    }
    verified().body(at("$.whole", equalTo(true)));
  }

  private static ValidatableResponse verified() {
    return get(PATH + "/verify")
        .then()
        .statusCode(200)
        .body(at("$.certificates", greaterThanOrEqualTo(0)));
  }

  @Test
  void a_stranger_recomputes_the_chain_with_the_program_of_the_page() throws Exception {
    assumeTrue(
        new ProcessBuilder("bash", "-c", "command -v python3 >&2").start().waitFor() == 0
            || System.getenv("CI") != null,
        "the program needs Python, which is not here");
    Certificate one =
        probe.switched(content("\"é😀\" \\ \u001f\u007f\u2028/", Direction.CUT_OVER, 1, sku, "A"));
    Certificate last = probe.switched(content("first", Direction.ROLL_BACK, 2, sku));
    assertEquals("The chain is whole, and ends with " + last.hash(), recomputed().strip());

    String before = probe.replaceList(one.id(), "skus", sku + "\t2\n");
    try {
      assertEquals(
          "certificate %d: the list skus is another one".formatted(one.id()), recomputed().strip());
    } finally {
      probe.replaceList(one.id(), "skus", before);
    }
  }

  /** What the program prints that the page shows. */
  private String recomputed() throws Exception {
    Path program = folder.resolve("certificates.py");
    Files.writeString(program, get("/contracts/code/certificates.py").body().asString());
    ProcessBuilder builder = new ProcessBuilder("python3", program.toString());
    builder.environment().keySet().removeIf(key -> key.toLowerCase().endsWith("_proxy"));
    builder.environment().put("ADAPTER_URL", "http://localhost:" + RestAssured.port);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(output.startsWith("The chain") ? 0 : 1, process.waitFor());
    return output;
  }

  @Test
  void the_page_and_what_it_names_are_served() {
    get("/contracts/index.html").then().statusCode(200).body(containsString("legacy.events"));
    get("/contracts/asyncapi.yaml").then().statusCode(200).body(startsWith("asyncapi: 3"));
    get("/contracts/schemas/sku_settled.v1.json").then().statusCode(200);
  }

  @Test
  void who_follows_events_gets_those_of_each_sku_in_their_order() throws Exception {
    BlockingQueue<Delivery> arriving = new LinkedBlockingQueue<>();
    try (Connection connection = broker().newConnection()) {
      Channel channel = connection.createChannel();
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "legacy.events", "*");
      channel.basicConsume(queue, true, (tag, event) -> arriving.add(event), tag -> {});

      Certificate over = probe.switched(content("first", Direction.CUT_OVER, 1, sku));
      assertEquals(1, probe.settled(List.of(sku)));
      Certificate back = probe.switched(content("first", Direction.ROLL_BACK, 2, sku));
      relay.deliver();

      assertEvent(next(arriving), "sku_cut_over", 1, 1, over);
      assertEvent(next(arriving), "sku_settled", 2, 1, over);
      assertEvent(next(arriving), "sku_rolled_back", 3, 2, back);
    }
  }

  private void assertEvent(
      Delivery event, String name, int sequence, int epoch, Certificate certificate) {
    ReadContext body = parse(new String(event.getBody(), StandardCharsets.UTF_8));
    assertEquals(name, event.getEnvelope().getRoutingKey());
    assertEquals("dev.ficus." + name + ".v1", event.getProperties().getType());
    assertEquals(
        Integer.toString(sequence),
        event.getProperties().getHeaders().get("cloudEvents_sequence").toString());
    assertEquals(sku, body.read("$.sku", String.class));
    assertEquals(epoch, body.read("$.epoch", Integer.class));
    assertEquals(certificate.hash(), body.read("$.certificate", String.class));
    assertTrue(event.getProperties().getDeliveryMode() == 2, "persistent");
  }

  /** Of this SKU, and each once: another run of the relay may send it again at the same moment. */
  private Delivery next(BlockingQueue<Delivery> arriving) throws InterruptedException {
    while (true) {
      Delivery event = arriving.poll(CLOCK_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      assertTrue(event != null, "an event of " + sku);
      String about = event.getProperties().getHeaders().get("cloudEvents_subject").toString();
      if (about.equals(sku) && seen.add(event.getProperties().getMessageId())) {
        return event;
      }
    }
  }

  private ConnectionFactory broker() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setHost(settings.getValue("rabbitmq-host", String.class));
    factory.setPort(settings.getValue("rabbitmq-port", Integer.class));
    factory.setUsername(settings.getValue("rabbitmq-username", String.class));
    factory.setPassword(settings.getValue("rabbitmq-password", String.class));
    factory.setVirtualHost(settings.getValue("rabbitmq-virtual-host", String.class));
    return factory;
  }
}
