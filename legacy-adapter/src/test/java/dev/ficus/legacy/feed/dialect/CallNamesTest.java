package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By which name a call is known. */
class CallNamesTest {

  private static final StockShape NO_STOCK =
      new StockShape(ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE, ValuePath.NOWHERE);

  private final CallNames names =
      new CallNames(
          new Dialect(
              List.of(
                  known("login", KnownCall.Meaning.SESSION, Map.of()),
                  known("several", KnownCall.Meaning.CALLS, Map.of()),
                  known("execute", KnownCall.Meaning.NOTHING, Map.of("0", "order")),
                  known("execute", KnownCall.Meaning.NOTHING, Map.of("0", "order", "1", "new"))),
              Optional.empty(),
              Set.of()));

  @Test
  void a_call_that_means_something_has_the_name_that_is_configured_whatever_else_is_in_it() {
    assertEquals("login", names.of(call("login", "somebody", "secret")));
    assertEquals("execute order new", names.of(call("execute", "order", "new", "1")));
    assertEquals("execute order", names.of(call("execute", "order", "delete")));
    assertEquals(Set.of("login", "several", "execute order", "execute order new"), names.known());
  }

  @Test
  void another_call_has_the_texts_in_its_name_where_such_calls_differ() {
    assertEquals("execute partner new", names.of(call("execute", "partner", "new", "1")));
    assertEquals("execute partner", names.of(call("execute", "partner", " ")));
    assertEquals("execute", names.of(call("execute")));
    assertEquals("report.daily", names.of(call("report.daily", "order")));
  }

  @Test
  void of_several_calls_in_one_each_has_its_name() {
    Value inner =
        new Value.Array(
            List.of(
                new Value.Array(List.of(new Value.Text("report.daily"))),
                new Value.Array(
                    List.of(
                        new Value.Text("execute"),
                        new Value.Array(List.of(new Value.Text("order")))))));
    assertEquals(
        List.of("several", "report.daily", "execute order"),
        names.ofAll(new Call("several", List.of(inner))));
    assertEquals(List.of("report.daily"), names.ofAll(call("report.daily")));
  }

  private static Call call(String method, String... parameters) {
    return new Call(method, Stream.of(parameters).<Value>map(Value.Text::new).toList());
  }

  private static KnownCall known(
      String method, KnownCall.Meaning means, Map<String, String> where) {
    return new KnownCall(
        method + where,
        method,
        where.entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> ValuePath.of(List.of(each.getKey())), Map.Entry::getValue)),
        means,
        ValuePath.of(List.of("0")),
        KnownCall.Reply.TRUE,
        NO_STOCK);
  }
}
