package dev.ficus.legacy.feed.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.StockShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The figures of ours leave a call of the monolith, and the answer is as if they had not. */
class StockLeftTest {

  private static final Dialect DIALECT =
      new Dialect(
          List.of(
              known("update", KnownCall.Meaning.STOCK, "0", "1.qty"),
              known("multiCall", KnownCall.Meaning.CALLS, "", "")),
          Optional.empty(),
          Set.of());
  private static final Value TRUE = new Value.Bool(true);
  private static final Value SHOPS = text("as the shop answers");

  @Test
  void a_call_without_figures_of_ours_is_left_whole() {
    Call theirs = update("THEIRS");
    assertTrue(left(theirs).orElseThrow().isAll());
    assertEquals(result(SHOPS), left(theirs).orElseThrow().completed(result(SHOPS)));
  }

  @Test
  void a_call_of_which_nothing_is_left_is_answered_by_as_many_answers_as_it_has_calls() {
    assertTrue(left(update("OURS")).orElseThrow().isNothing());
    assertEquals(result(TRUE), left(update("OURS")).orElseThrow().ours());
    assertEquals(
        result(list(TRUE, TRUE)),
        left(multiCall(update("OURS"), update("OURS"))).orElseThrow().ours());
    assertEquals(
        result(list(list(TRUE), list(list(TRUE, TRUE)))),
        left(multicall(update("OURS"), multiCall(update("OURS"), update("OURS"))))
            .orElseThrow()
            .ours());
  }

  @Test
  void the_shops_answers_keep_their_places() {
    StockLeft left =
        left(multiCall(update("OURS"), update("THEIRS"), update("OURS"), update("THEIRS")))
            .orElseThrow();
    assertFalse(left.isNothing());
    assertTrue(left.lacksCalls());
    assertEquals(
        result(list(TRUE, SHOPS, TRUE, fault())), left.completed(result(list(SHOPS, fault()))));
    assertEquals(
        new Answer.Fault(5, "no session"), left.completed(new Answer.Fault(5, "no session")));
  }

  @Test
  void the_shops_answers_keep_their_places_in_calls_of_calls() {
    StockLeft left =
        left(multicall(
                multiCall(update("OURS"), update("THEIRS")), update("OURS"), update("THEIRS")))
            .orElseThrow();
    assertEquals(
        result(list(list(list(TRUE, SHOPS)), list(TRUE), list(SHOPS))),
        left.completed(result(list(list(list(SHOPS)), list(SHOPS)))));
    Value failed = new Answer.Fault(5, "no session").asStruct();
    assertEquals(
        result(list(failed, list(TRUE), list(SHOPS))),
        left.completed(result(list(failed, list(SHOPS)))));
  }

  @Test
  void what_can_only_go_on_whole_is_not_taken_apart() {
    Call several = multiCall(update("OURS"), update("THEIRS"));
    assertEquals(
        Optional.empty(),
        left(several, call -> written(call, "ISO-2022-JP")).map(StockLeft::isAll));
  }

  private static Optional<StockLeft> left(Call call) {
    return left(call, any -> written(any, "UTF-8"));
  }

  private static Optional<StockLeft> left(Call call, Function<Call, WrittenDocument> written) {
    List<Dialect.ReportedStock> ours =
        DIALECT.reportedStock(call).stream()
            .filter(each -> each.stock().sku().equals("OURS"))
            .toList();
    return ours.isEmpty()
        ? Optional.of(StockLeft.all(call, DIALECT))
        : StockLeft.without(ours, call, DIALECT, () -> written.apply(call));
  }

  private static WrittenDocument written(Call call, String charset) {
    try {
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      XmlRpcWriter.writeCall(xml, call);
      String declared = xml.toString(StandardCharsets.UTF_8).replace("UTF-8", charset);
      return new XmlRpcReader(Limits.DEFAULT)
          .writtenCall(declared.getBytes(charset), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KnownCall known(
      String method, KnownCall.Meaning means, String sku, String quantity) {
    return new KnownCall(
        method,
        method,
        Map.of(),
        means,
        at("0"),
        KnownCall.Reply.TRUE,
        new StockShape(ValuePath.NOWHERE, at(sku), at(quantity), ValuePath.NOWHERE));
  }

  private static ValuePath at(String paths) {
    return paths.isEmpty() ? ValuePath.NOWHERE : ValuePath.of(List.of(paths.split(",")));
  }

  private static Call update(String sku) {
    return new Call("update", List.of(text(sku), struct("qty", text("5"))));
  }

  private static Call multiCall(Call... calls) {
    return new Call(
        "multiCall",
        List.of(
            new Value.Array(
                List.of(calls).stream()
                    .<Value>map(
                        each -> list(text(each.method()), new Value.Array(each.parameters())))
                    .toList())));
  }

  private static Call multicall(Call... calls) {
    return new Call(
        Multicall.METHOD,
        List.of(
            new Value.Array(
                List.of(calls).stream()
                    .<Value>map(
                        each ->
                            new Value.Struct(
                                Map.of(
                                    "methodName",
                                    text(each.method()),
                                    "params",
                                    new Value.Array(each.parameters()))))
                    .toList())));
  }

  private static Answer result(Value value) {
    return new Answer.Result(value);
  }

  private static Value fault() {
    return new Answer.Fault(101, "Product not exists.").inMultiCall();
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value list(Value... values) {
    return new Value.Array(List.of(values));
  }

  private static Value struct(String name, Value value) {
    return new Value.Struct(Map.of(name, value));
  }
}
