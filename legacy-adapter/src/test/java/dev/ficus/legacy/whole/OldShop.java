package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.Waiting;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Calls the adapter as an old shop does. */
public final class OldShop {

  private OldShop() {}

  /** An order in Magento 1's shape. */
  public static Value order(String number, Value... items) {
    Map<String, Value> order = new LinkedHashMap<>();
    order.put("increment_id", new Value.Text(number));
    order.put("customer_lastname", new Value.Text("Müller"));
    order.put("items", new Value.Array(List.of(items)));
    return new Value.Struct(order);
  }

  /** The same order with one more member. */
  public static Value with(Value order, String name, Value value) {
    Map<String, Value> members = new LinkedHashMap<>(((Value.Struct) order).members());
    members.put(name, value);
    return new Value.Struct(members);
  }

  /** A line, its figures as strings, as Magento sends them. */
  public static Value item(String id, String sku, String quantity) {
    Map<String, Value> item = new LinkedHashMap<>();
    item.put("item_id", new Value.Text(id));
    item.put("parent_item_id", Value.NIL);
    item.put("product_type", new Value.Text("simple"));
    item.put("sku", new Value.Text(sku));
    item.put("qty_ordered", new Value.Text(quantity));
    item.put("price", new Value.Text("0.0000"));
    return new Value.Struct(item);
  }

  static Value text(String text) {
    return new Value.Text(text);
  }

  static Value list(Value... values) {
    return new Value.Array(Arrays.asList(values));
  }

  /** A struct of these names and values, one after the other. */
  static Value struct(Object... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put((String) members[i], (Value) members[i + 1]);
    }
    return new Value.Struct(struct);
  }

  public static Answer create(Value order) {
    return call("sales_order.create", order);
  }

  public static Answer cancel(String number) {
    return call("sales_order.cancel", new Value.Text(number));
  }

  public static Answer call(String method, Value... parameters) {
    return answer(AdapterApi.called("/api/xmlrpc", bytes(method, parameters)));
  }

  public static byte[] bytes(String method, Value... parameters) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeCall(out, new Call(method, Arrays.asList(parameters)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  public static Response post(byte[] document) {
    return given()
        .contentType("text/xml")
        .body(document)
        .when()
        .post("/api/xmlrpc")
        .then()
        .statusCode(200)
        .contentType("text/xml")
        .extract()
        .response();
  }

  public static Answer answer(Response response) {
    return answer(response.asByteArray());
  }

  static Answer answer(byte[] document) {
    try {
      return new XmlRpcReader(Limits.DEFAULT).readAnswer(new ByteArrayInputStream(document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * As a sender does it, which calls again as long as the answer asks for it: a busy machine is
   * enough.
   */
  static Answer calledUntilAnswered(Supplier<Answer> call) {
    Answer[] answer = new Answer[1];
    Waiting.until(
        () -> {
          answer[0] = call.get();
          return !Answers.TRY_AGAIN.equals(answer[0]);
        },
        LIMIT);
    return answer[0];
  }

  /** What was answered, where it was no fault. */
  public static Value result(Answer answer) {
    return ((Answer.Result) answer).value();
  }

  /** The answer to an order that was taken in. */
  public static Answer taken(String number) {
    return new Answer.Result(new Value.Text(number));
  }

  /** The answer to a call that did what it should and has nothing to say. */
  public static Answer done() {
    return new Answer.Result(new Value.Bool(true));
  }
}
