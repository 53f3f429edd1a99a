package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Orders of which the monolith and we have lines, in a shop that both send comments: each for its
 * own lines, and a final status when both are done.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(RedrivingResource.class)
@WithTestResource(CapturingResource.class)
@WithTestResource(StockedShopResource.class)
class FinalStatusesTest {

  private static final String OURS = "Only about the lines that Ficus fulfils. ";
  private static final String COMMENT = "1 St\u00fcck verschickt";

  @Inject DataSource database;

  private StockedShopResource.StockedShopAddress shop;
  private String session = "none";
  private String ours;
  private String number;
  private String lineid;
  private int events = 1000;

  @BeforeEach
  void anOrderOfBoth() throws Exception {
    WholeAdapter.await();
    given().post("/pushing/stocked/resume").then().statusCode(202);
    List<String> skus =
        shop.control("GET", "stock").lines().skip(1).map(line -> line.split(",")[0]).toList();
    ours = skus.get(skus.size() - 1);
    String theirs = skus.get(skus.size() - 2);
    given()
        .contentType(ContentType.JSON)
        .body("{\"skus\": [\"%s\"], \"route\": \"legacy\"}".formatted(theirs))
        .put("/strangling/waves/theirs")
        .then()
        .statusCode(200);
    number =
        shop.control("POST", "orders?sku=" + ours + "&qty=2&sku=" + theirs + "&qty=1")
            .lines()
            .toList()
            .get(1)
            .split(",")[0];
    // The monolith asks for its orders, and is shown what is its.
    String shown = called("sales_order.info", list(text(number))).toString();
    assertTrue(shown.contains(theirs) && !shown.contains(ours), shown);
    for (JsonNode line : AdapterApi.json("/orders/stocked/" + number).get("lines")) {
      if (line.get("owner").asText().equals("new")) {
        lineid = line.get("lineid").asText();
      }
    }
  }

  @Test
  void a_final_status_of_the_monolith_that_comes_first_is_sent_once_when_our_lines_are_done()
      throws Exception {
    try (AllocationEvents allocation = new AllocationEvents()) {
      say(allocation, "line_allocated");
      String inTheWarehouse = OURS + "In the warehouse: 2 x " + ours + ".";
      eventually(() -> noted().contains("processing," + inTheWarehouse), this::noted);
      monolithComments("complete");
      monolithComments("complete");
      assertTrue(noted().contains("processing," + COMMENT), () -> "" + noted());
      assertTrue(noted().stream().noneMatch(each -> each.startsWith("complete")), "" + noted());

      say(allocation, "line_despatched");
      String despatched =
          "complete," + OURS + "Despatched: 2 x " + ours + ". The other lines: complete since ";
      eventually(() -> count(despatched) == 1, this::noted);
      eventuallySettled();
      monolithComments("complete");
      assertTrue(noted().contains("complete," + COMMENT), () -> "" + noted());
      eventuallySettled();
      assertEquals(1, count(despatched), () -> "" + noted());
    }
  }

  @Test
  void a_final_status_of_the_monolith_that_comes_last_is_the_order_s() throws Exception {
    try (AllocationEvents allocation = new AllocationEvents()) {
      say(allocation, "line_allocated");
      say(allocation, "line_despatched");
      String despatched = "processing," + OURS + "Despatched: 2 x " + ours + ".";
      eventually(() -> noted().contains(despatched), this::noted);
      eventuallySettled();
      monolithComments("complete");
      assertTrue(noted().contains("complete," + COMMENT), () -> "" + noted());
      eventuallySettled();
      assertEquals("complete", last().split(",")[0], () -> "" + noted());
    }
  }

  @Test
  void of_several_statuses_of_the_monolith_the_last_counts() throws Exception {
    try (AllocationEvents allocation = new AllocationEvents()) {
      say(allocation, "line_allocated");
      monolithComments("complete");
      monolithComments("processing");
      say(allocation, "line_despatched");
      String despatched = "processing," + OURS + "Despatched: 2 x " + ours + ".";
      eventually(() -> noted().contains(despatched), this::noted);
      eventuallySettled();
      assertTrue(noted().stream().noneMatch(each -> each.startsWith("complete")), "" + noted());
    }
  }

  private void say(AllocationEvents allocation, String event) throws Exception {
    events++;
    allocation.say(event, events, "stocked:" + number, ours, lineid, 2, ",\"batchref\":\"b\"");
  }

  /** As it was written in former days, and again while the shop does not take it. */
  private void monolithComments(String status) {
    String call =
        "<?xml version='1.0' encoding='ISO-8859-1'?><methodCall><methodName>call</methodName>"
            + "<params><param><value>SESSION</value></param>"
            + "<param><value>sales_order.addComment</value></param><param><value><array><data>"
            + "<value><string>%s</string></value><value>%s</value><value>%s</value>"
            + "</data></array></value></param></params></methodCall>";
    until(() -> call.formatted(number, status, COMMENT).getBytes(StandardCharsets.ISO_8859_1));
  }

  private Value called(String resource, Value arguments) {
    return until(() -> OldShop.bytes("call", text("SESSION"), text(resource), arguments));
  }

  private Value until(Supplier<byte[]> call) {
    Answer[] answer = new Answer[1];
    assertTrue(
        Waiting.until(
            () -> {
              answer[0] = sent(call.get());
              if (answer[0] instanceof Answer.Fault
                  && sent(OldShop.bytes("login", text("adapter"), text("secret")))
                      instanceof Answer.Result login) {
                session = login.value().asText().orElseThrow();
              }
              return answer[0] instanceof Answer.Result;
            },
            LIMIT),
        () -> "" + answer[0]);
    return OldShop.result(answer[0]);
  }

  /** What is no answer, because the shop fails in some way, is a fault here. */
  private Answer sent(byte[] call) {
    byte[] inSession =
        new String(call, StandardCharsets.ISO_8859_1)
            .replace("SESSION", session)
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      return OldShop.answer(given().body(inSession).post("/stocked-monolith"));
    } catch (AssertionError noAnswer) {
      return new Answer.Fault(0, noAnswer.toString());
    }
  }

  private void eventuallySettled() {
    eventually(this::isSettled, this::noted);
  }

  private boolean isSettled() {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select told_changes = changes and telling is null from order_state"
                    + " where shop = 'stocked' and number = ?")) {
      query.setString(1, number);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void eventually(BooleanSupplier condition, Supplier<List<String>> now) {
    assertTrue(Waiting.until(condition, LIMIT), () -> now.get().toString());
  }

  private long count(String beginning) {
    return noted().stream().filter(each -> each.startsWith(beginning)).count();
  }

  private String last() {
    List<String> all = noted();
    return all.get(all.size() - 1);
  }

  /** What is noted on the order, in its order: status, comma, text. */
  private List<String> noted() {
    return shop.control("GET", "comments")
        .lines()
        .skip(1)
        .filter(line -> line.startsWith(number + ","))
        .map(line -> line.split(",", 2)[1])
        .map(line -> line.substring(0, line.lastIndexOf(',', line.lastIndexOf(',') - 1)))
        .toList();
  }
}
