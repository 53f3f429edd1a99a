package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief.Fate;
import dev.ficus.oldworld.Mischief.Trouble;
import dev.ficus.oldworld.Seed;
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
  private static final Fault UNKNOWN_ORDER = new Fault(100, "Order not found.");

  private final Warehouse warehouse;
  private final LocalDate today;
  private final Seed seed;
  private final CallCounts counts;

  MonolithApi(Warehouse warehouse, LocalDate today, Seed seed, CallCounts counts) {
    this.warehouse = warehouse;
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

  /** What is answered to something that is no call. */
  Answer unreadable() {
    counts.fault("unreadable");
    return UNREADABLE;
  }

  Answer answer(Call call, byte[] document, Fate fate) {
    Answer answer = fate.is(Trouble.FAULT_1) ? INTERNAL_ERROR : carryOut(call, document);
    if (answer instanceof Fault) {
      counts.fault(call.method());
    } else {
      counts.carriedOut(call.method());
    }
    return answer;
  }

  private Answer carryOut(Call call, byte[] document) {
    Object first = call.parameters().isEmpty() ? null : call.parameters().get(0);
    return switch (call.method()) {
      case "sales_order.create" -> create(first);
      case "sales_order.cancel" -> cancel(first);
      case "stock.list" -> new Success(stock(first));
      case "report.daily" -> new Success(report());
      case "system.listMethods" ->
          new Success(
              List.of("sales_order.create", "sales_order.cancel", "stock.list", "report.daily"));
      default -> anything(call.method(), document);
    };
  }

  private Answer create(Object order) {
    if (!(order instanceof Map<?, ?> members)
        || !(members.get("items") instanceof List<?> items)
        || text(members, "increment_id").isEmpty()) {
      return NO_ORDER;
    }
    List<Warehouse.WantedLine> lines = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> line)) {
        return NO_ORDER;
      }
      lines.add(new Warehouse.WantedLine(text(line, "sku"), units(text(line, "qty_ordered"))));
    }
    List<Object> decisions = new ArrayList<>();
    for (Decision decision : warehouse.take(text(members, "increment_id"), lines)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("sku", decision.sku());
      line.put("qty", decision.quantity());
      line.put("batch", decision.batch());
      decisions.add(line);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("order", text(members, "increment_id"));
    answer.put("decisions", decisions);
    answer.put("handled_by", "Frau Möller");
    return new Success(answer);
  }

  private Answer cancel(Object order) {
    String id =
        order instanceof Map<?, ?> members ? text(members, "increment_id") : String.valueOf(order);
    return warehouse.cancel(id) ? new Success(true) : UNKNOWN_ORDER;
  }

  /** All batches, or those of some SKUs. */
  private List<Object> stock(Object skus) {
    List<Object> stock = new ArrayList<>();
    for (Batch batch : warehouse.batches()) {
      if (!(skus instanceof List<?> wanted) || wanted.contains(batch.sku())) {
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

  private Map<String, Object> report() {
    Warehouse.Summary summary = warehouse.summary();
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

  private static String text(Map<?, ?> members, String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  /** What is no number is 0, as in PHP. */
  private static int units(String quantity) {
    try {
      return new BigDecimal(quantity.strip()).intValue();
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }
}
