package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief.Fate;
import dev.ficus.oldworld.Mischief.Trouble;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.Shares;
import dev.ficus.oldworld.monolith.OrderLine.LineState;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Call;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * What the monolith answers. It has grown for years: whatever it is asked, something answers, and
 * the same call is always answered in the same way.
 */
final class MonolithApi {
  private static final Fault UNREADABLE = new Fault(-32700, "parse error. not well formed");
  private static final Fault INTERNAL_ERROR = new Fault(1, "Internal error.");
  private static final Fault NO_ORDER = new Fault(102, "Invalid order data.");
  private static final Fault REFUSED_ORDER = new Fault(103, "Order refused.");
  private static final Fault UNKNOWN_ORDER = new Fault(100, "Order not found.");

  private static final List<String> METHODS =
      List.of(
          "login",
          "call",
          "multiCall",
          "endSession",
          "system.multicall",
          "sales_order.create",
          "sales_order.cancel",
          "stock.list",
          "stock.figures",
          "stock.promises",
          "stock.set_aside",
          "stock.give_back",
          "report.daily");

  private final Warehouse warehouse;
  private final Fulfilment fulfilment;
  private final LocalDate today;
  private final Seed seed;
  private final CallCounts counts;

  MonolithApi(
      Warehouse warehouse, Fulfilment fulfilment, LocalDate today, Seed seed, CallCounts counts) {
    this.warehouse = warehouse;
    this.fulfilment = fulfilment;
    this.today = today;
    this.seed = seed;
    this.counts = counts;
  }

  /**
   * Reads a call as far as old programs get: bytes that are not the UTF-8 they claim to be are
   * taken for ISO-8859-1. Empty when it is none.
   */
  static Optional<Call> read(byte[] document) {
    String latin = new String(document, StandardCharsets.ISO_8859_1);
    return call(document).or(() -> call(latin.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<Call> call(byte[] document) {
    try {
      return Optional.of(XmlRpc.readCall(document));
    } catch (XMLStreamException noCall) {
      return Optional.empty();
    }
  }

  /** The method that is meant by a call: the inner one where it is in a session. */
  static String meant(Call call) {
    return call.method().equals("call") ? text(call.parameters(), 1) : call.method();
  }

  /** What is answered to something that is no call. */
  Answer unreadable() {
    counts.fault("unreadable");
    return UNREADABLE;
  }

  Answer answer(Call call, byte[] document, Fate fate) {
    return fate.is(Trouble.FAULT_1)
        ? counted(call.method(), INTERNAL_ERROR)
        : answer(call, document);
  }

  private Answer answer(Call call, byte[] document) {
    return counted(call.method(), carryOut(call, document));
  }

  private Answer counted(String method, Answer answer) {
    if (answer instanceof Fault) {
      counts.fault(method);
    } else {
      counts.carriedOut(method);
    }
    return answer;
  }

  private Answer carryOut(Call call, byte[] document) {
    List<Object> parameters = call.parameters();
    return switch (call.method()) {
      case "login" -> new Success(session(text(parameters, 0)));
      case "endSession" -> new Success(true);
      case "call" -> answer(inner(value(parameters, 1), value(parameters, 2)), document);
      case "multiCall" -> new Success(several(value(parameters, 1), document));
      case "system.multicall" -> new Success(multicall(value(parameters, 0), document));
      case "sales_order.create" -> create(value(parameters, 0));
      case "sales_order.cancel" -> cancel(value(parameters, 0));
      case "stock.list" -> new Success(stock(value(parameters, 0)));
      case "stock.figures" -> new Success(figures(value(parameters, 0)));
      case "stock.promises" -> new Success(promises(value(parameters, 0)));
      case "stock.set_aside" -> units(parameters, warehouse::setAside);
      case "stock.give_back" -> units(parameters, warehouse::giveBack);
      case "report.daily" -> new Success(report());
      case "system.listMethods" -> new Success(METHODS);
      default -> anything(call.method(), document);
    };
  }

  /** Always the same for the same user; any is good for a call. */
  private String session(String user) {
    return "%016x".formatted(seed.number("session", user.hashCode()));
  }

  /** A call inside another, as Magento has it: a name, and parameters in a list or alone. */
  private static Call inner(Object method, Object parameters) {
    return new Call(
        String.valueOf(method),
        parameters instanceof List<?> list ? new ArrayList<>(list) : Arrays.asList(parameters));
  }

  private List<Object> several(Object calls, byte[] document) {
    List<Object> answers = new ArrayList<>();
    for (Object call : list(calls)) {
      List<?> parts = list(call);
      Answer answer = answer(inner(value(parts, 0), value(parts, 1)), document);
      answers.add(
          answer instanceof Fault fault
              ? struct("isFault", true, "faultCode", fault.code(), "faultMessage", fault.text())
              : ((Success) answer).value());
    }
    return answers;
  }

  private List<Object> multicall(Object calls, byte[] document) {
    List<Object> answers = new ArrayList<>();
    for (Object call : list(calls)) {
      Map<?, ?> members = call instanceof Map<?, ?> struct ? struct : Map.of();
      Answer answer = answer(inner(members.get("methodName"), members.get("params")), document);
      answers.add(
          answer instanceof Fault fault
              ? struct("faultCode", fault.code(), "faultString", fault.text())
              : Arrays.asList(((Success) answer).value()));
    }
    return answers;
  }

  private Answer create(Object document) {
    Optional<IncomingOrder> order = IncomingOrder.of(document);
    if (order.isEmpty()) {
      return NO_ORDER;
    }
    Optional<List<OrderLine>> lines = fulfilment.take(order.get());
    if (lines.isEmpty()) {
      return REFUSED_ORDER;
    }
    List<Object> decisions = new ArrayList<>();
    for (OrderLine line : lines.get()) {
      decisions.add(
          decision(
              fulfilment.says(line.key()) || line.is(LineState.CANCELLED)
                  ? line
                  : line.in(LineState.UNDECIDED)));
    }
    return new Success(
        struct("order", order.get().number(), "decisions", decisions, "handled_by", "Frau Möller"));
  }

  private static Map<String, Object> decision(OrderLine line) {
    return struct(
        "item_id",
        line.key().item(),
        "sku",
        line.sku(),
        "qty",
        line.quantity(),
        "state",
        Shares.word(line.state()),
        "batch",
        line.batch(),
        "day",
        line.day());
  }

  private Answer cancel(Object order) {
    String id =
        order instanceof Map<?, ?> members
            ? IncomingOrder.text(members, "increment_id")
            : String.valueOf(order);
    return fulfilment.cancel(id) ? new Success(true) : UNKNOWN_ORDER;
  }

  /**
   * What lines have been promised and not got yet, and what is set aside; all or those of some
   * SKUs.
   */
  private List<Object> promises(Object skus) {
    List<Object> promises = new ArrayList<>(promisesToLines(skus));
    for (Warehouse.AsideUnits aside : warehouse.aside()) {
      if (isWanted(skus, aside.sku())) {
        promises.add(
            struct(
                "order",
                "set aside",
                "item_id",
                "",
                "sku",
                aside.sku(),
                "qty",
                aside.units(),
                "batch",
                aside.batch(),
                "day",
                null));
      }
    }
    return promises;
  }

  private List<Object> promisesToLines(Object skus) {
    return fulfilment.all().stream()
        .filter(line -> line.is(LineState.PROMISED) && isWanted(skus, line.sku()))
        .<Object>map(
            line ->
                struct(
                    "order",
                    line.key().order(),
                    "item_id",
                    line.key().item(),
                    "sku",
                    line.sku(),
                    "qty",
                    line.quantity(),
                    "batch",
                    line.batch(),
                    "day",
                    line.day()))
        .toList();
  }

  /** Something that is done with units of a SKU. */
  private interface UnitWork {
    void carryOut(String sku, int quantity, String reference, String batch);
  }

  private static Answer units(List<Object> parameters, UnitWork work) {
    int quantity = IncomingOrder.units(text(parameters, 1));
    if (quantity <= 0) {
      return new Fault(105, "Invalid quantity.");
    }
    try {
      work.carryOut(text(parameters, 0), quantity, text(parameters, 2), text(parameters, 3));
      return new Success(true);
    } catch (IllegalArgumentException impossible) {
      return new Fault(104, impossible.getMessage());
    }
  }

  /** All batches, or those of some SKUs. */
  private List<Object> stock(Object skus) {
    List<Object> stock = new ArrayList<>();
    for (Batch batch : warehouse.batches()) {
      if (isWanted(skus, batch.sku())) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("reference", batch.reference());
        row.put("sku", batch.sku());
        row.put("qty", batch.quantity());
        row.put("eta", batch.eta());
        stock.add(row);
      }
    }
    return stock;
  }

  /** What is left to sell of every SKU, or of some. */
  private List<Object> figures(Object skus) {
    return warehouse.figures().stream()
        .filter(stock -> isWanted(skus, stock.sku()))
        .<Object>map(stock -> struct("sku", stock.sku(), "figure", stock.figure()))
        .toList();
  }

  private Map<String, Object> report() {
    Fulfilment.Summary summary = fulfilment.summary();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("day", today);
    report.put("orders", summary.orders());
    report.put("cancelled", summary.cancelled());
    report.put("units", summary.units());
    report.put("batches", summary.batches());
    report.put("lines_to_buy", summary.linesToPurchase());
    report.put("remark", "Lager geprüft, alles für heute erledigt");
    return report;
  }

  private Answer anything(String method, byte[] document) {
    long which = Arrays.hashCode(document);
    return switch (seed.below(6, method, which)) {
      case 0 -> new Fault(700 + seed.below(50, "code", which), "Nicht möglich: " + method);
      case 1 -> new Success(seed.oneIn(2, "yes", which));
      case 2 -> new Success(seed.below(100_000, "number", which));
      case 3 -> new Success(Arrays.asList("größer", null, seed.below(9, "item", which)));
      case 4 -> new Success(Map.of());
      default -> {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", "ok");
        answer.put("ticket", seed.number("ticket", which));
        answer.put("amount", BigDecimal.valueOf(seed.below(1_000_000, "amount", which), 2));
        yield new Success(answer);
      }
    };
  }

  private static boolean isWanted(Object skus, String sku) {
    return !(skus instanceof List<?> wanted) || wanted.contains(sku);
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static Object value(List<?> values, int index) {
    return index < values.size() ? values.get(index) : null;
  }

  private static String text(List<?> values, int index) {
    Object value = value(values, index);
    return value == null ? "" : value.toString();
  }

  private static Map<String, Object> struct(Object... members) {
    Map<String, Object> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put((String) members[i], members[i + 1]);
    }
    return struct;
  }
}
