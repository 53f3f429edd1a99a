package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Mischief.Fate;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Call;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Magento 1's XML-RPC interface, as far as it is about orders and stock: what it answers, and how
 * it fails. A missing parameter is nothing, as in PHP.
 */
final class MagentoApi {
  private static final Map<String, String> ALIASES =
      Map.of(
          "order", "sales_order",
          "product", "catalog_product",
          "product_stock", "cataloginventory_stock_item",
          "order_shipment", "sales_order_shipment",
          "order_invoice", "sales_order_invoice");
  private static final String DEFAULT_ATTRIBUTE_SET = "4";
  private static final Set<String> PRODUCT_COLUMNS = Set.of("product_id", "sku", "name", "type");

  private final Login login;
  private final Sessions sessions;
  private final OrderBook orders;
  private final OrderRows rows;
  private final Stock stock;
  private final Documents documents;
  private final Receipts receipts;
  private final Mischief mischief;
  private final CallCounts counts;
  private final Map<String, ResourceMethod> resources;

  /** Whom the shop lets in. */
  record Login(String user, String key) {}

  /** A method of a resource. */
  private interface ResourceMethod {
    Object result(Arguments arguments, Fate fate) throws ApiFault, Refusal;
  }

  /** What a method was given; nothing where there is no more. */
  private record Arguments(List<Object> values) {
    Object value(int index) {
      return index < values.size() ? values.get(index) : null;
    }

    String text(int index) {
      Object value = value(index);
      return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
    }
  }

  MagentoApi(
      Login login,
      Sessions sessions,
      OrderBook orders,
      OrderRows rows,
      Stock stock,
      Documents documents,
      Receipts receipts,
      Mischief mischief,
      CallCounts counts) {
    this.login = login;
    this.sessions = sessions;
    this.orders = orders;
    this.rows = rows;
    this.stock = stock;
    this.documents = documents;
    this.receipts = receipts;
    this.mischief = mischief;
    this.counts = counts;
    this.resources =
        Map.ofEntries(
            Map.entry("sales_order.list", this::listOrders),
            Map.entry("sales_order.info", (arguments, fate) -> rows.info(find(arguments.text(0)))),
            Map.entry("sales_order.addComment", (arguments, fate) -> comment(arguments)),
            Map.entry("sales_order.cancel", (arguments, fate) -> cancel(arguments.text(0))),
            Map.entry("sales_order.hold", (arguments, fate) -> hold(arguments.text(0))),
            Map.entry("sales_order.unhold", (arguments, fate) -> unhold(arguments.text(0))),
            Map.entry("sales_order_shipment.create", (arguments, fate) -> ship(arguments)),
            Map.entry("sales_order_invoice.create", (arguments, fate) -> invoice(arguments)),
            Map.entry("catalog_product.list", this::listProducts),
            Map.entry("catalog_product.update", (arguments, fate) -> updateProduct(arguments)),
            Map.entry(
                "cataloginventory_stock_item.multiUpdate",
                (arguments, fate) -> updateSeveral(arguments)),
            Map.entry(
                "cataloginventory_stock_item.list",
                (arguments, fate) -> listStock(arguments.value(0))),
            Map.entry(
                "cataloginventory_stock_item.update", (arguments, fate) -> updateStock(arguments)));
  }

  /** Carries a call out. Lists in the answer are made while they are written. */
  Answer answer(Call call, Fate fate) {
    try {
      Object result = result(call, fate);
      counts.carriedOut(call.method());
      return new Success(result);
    } catch (ApiFault fault) {
      counts.fault(call.method());
      return new Fault(fault.code(), fault.getMessage());
    }
  }

  private Object result(Call call, Fate fate) throws ApiFault {
    Arguments arguments = new Arguments(call.parameters());
    if (receipts.knows(call.method())) {
      receipts.add(call);
      return true;
    }
    return switch (call.method()) {
      case "login" -> logIn(arguments);
      case "call" -> {
        require(arguments, 2);
        yield work(arguments.text(1), arguments.value(2), fate);
      }
      case "multiCall" -> {
        require(arguments, 2);
        yield multiCall(arguments, fate);
      }
      case "endSession" -> {
        sessions.end(arguments.text(0));
        yield true;
      }
      case "system.listMethods" -> methods();
      default -> throw ApiFault.noSuchMethod(call.method());
    };
  }

  private List<String> methods() {
    List<String> methods =
        new ArrayList<>(List.of("system.listMethods", "login", "call", "multiCall", "endSession"));
    methods.addAll(receipts.methods());
    return methods;
  }

  private String logIn(Arguments arguments) throws ApiFault {
    if (arguments.text(0).isEmpty() || arguments.text(1).isEmpty()) {
      throw ApiFault.parameterMissing();
    }
    if (!new Login(arguments.text(0), arguments.text(1)).equals(login)) {
      throw ApiFault.accessDenied();
    }
    return sessions.begin();
  }

  private void require(Arguments arguments, int count) throws ApiFault {
    if (arguments.values().size() < count) {
      throw ApiFault.parametersDoNotMatch();
    }
    if (!sessions.use(arguments.text(0))) {
      throw ApiFault.sessionExpired();
    }
  }

  private List<Object> multiCall(Arguments arguments, Fate fate) throws ApiFault {
    if (!(arguments.value(1) instanceof List<?> calls)) {
      throw ApiFault.parametersDoNotMatch();
    }
    boolean stops =
        arguments.value(2) instanceof Map<?, ?> options
            && "1".equals(String.valueOf(options.get("break")));
    List<Object> results = new ArrayList<>();
    for (Object call : calls) {
      try {
        if (!(call instanceof List<?> parts) || parts.isEmpty()) {
          throw ApiFault.invalidPath();
        }
        results.add(
            work(String.valueOf(parts.get(0)), parts.size() > 1 ? parts.get(1) : List.of(), fate));
      } catch (ApiFault fault) {
        results.add(struct(fault));
        if (stops) {
          break;
        }
      }
    }
    return results;
  }

  /** The code is a text: Magento reads it from a configuration file. */
  private static Map<String, Object> struct(ApiFault fault) {
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("isFault", true);
    struct.put("faultCode", Integer.toString(fault.code()));
    struct.put("faultMessage", fault.getMessage());
    return struct;
  }

  private Object work(String path, Object arguments, Fate fate) throws ApiFault {
    String[] parts = path.split("\\.", 3);
    String method =
        parts.length == 2 ? ALIASES.getOrDefault(parts[0], parts[0]) + "." + parts[1] : "";
    ResourceMethod work = resources.get(method);
    try {
      if (work == null) {
        throw ApiFault.invalidPath();
      }
      if (mischief.spoilsWork()) {
        throw ApiFault.internal();
      }
      Object result = work.result(new Arguments(list(arguments)), fate);
      counts.carriedOut(method);
      return result;
    } catch (Refusal refusal) {
      counts.fault(method);
      throw refusal.isUnknown() ? ApiFault.noSuchOrder() : ApiFault.statusNotChanged();
    } catch (ApiFault fault) {
      counts.fault(work == null ? "unknown" : method);
      throw fault;
    }
  }

  /** An array gives its members one by one, whatever their names; anything else is alone. */
  private static List<Object> list(Object arguments) {
    if (arguments instanceof List<?> values) {
      return new ArrayList<>(values);
    }
    if (arguments instanceof Map<?, ?> members) {
      return new ArrayList<>(members.values());
    }
    return arguments == null ? List.of() : Arrays.asList(arguments);
  }

  private Object listOrders(Arguments arguments, Fate fate) throws ApiFault {
    Filters filters = Filters.of(arguments.value(0), OrderRows.COLUMNS);
    Iterable<ShopOrder> all = orders.all();
    return (Iterable<Object>)
        () ->
            stream(all)
                .filter(order -> filters.pass(column -> rows.column(order, column)))
                .flatMap(order -> once(rows.row(order), order.number(), fate))
                .iterator();
  }

  private Object listProducts(Arguments arguments, Fate fate) throws ApiFault {
    Filters filters = Filters.of(arguments.value(0), PRODUCT_COLUMNS);
    return (Iterable<Object>)
        () ->
            stream(stock.all())
                .map(MagentoApi::product)
                .filter(product -> filters.pass(product::get))
                .flatMap(product -> once(product, (Integer) product.get("product_id"), fate))
                .iterator();
  }

  private static Map<String, Object> product(Stock.Figures figures) {
    Map<String, Object> product = new LinkedHashMap<>();
    product.put("product_id", figures.id());
    product.put("sku", figures.sku());
    product.put("name", figures.name());
    product.put("set", DEFAULT_ATTRIBUTE_SET);
    product.put("type", "simple");
    product.put("category_ids", List.of());
    product.put("website_ids", List.of("1"));
    return product;
  }

  /** Once, or twice where the list's fate is to repeat rows. */
  private static Stream<Object> once(Object row, int number, Fate fate) {
    return fate.repeats(number) ? Stream.of(row, row) : Stream.of(row);
  }

  /** By id, whatever the order asked for; what is not there is left out. */
  private List<Object> listStock(Object wanted) {
    List<?> products = wanted instanceof List<?> list ? list : Arrays.asList(wanted);
    Set<Integer> seen = new HashSet<>();
    return products.stream()
        .flatMap(product -> stock.find(String.valueOf(product)).stream())
        .filter(figures -> seen.add(figures.id()))
        .sorted((left, right) -> Integer.compare(left.id(), right.id()))
        .<Object>map(
            figures -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("product_id", figures.id());
              row.put("sku", figures.sku());
              row.put("qty", figures.quantity());
              row.put("is_in_stock", figures.inStock() ? 1 : 0);
              return row;
            })
        .toList();
  }

  private boolean updateStock(Arguments arguments) throws ApiFault {
    return updateStock(arguments.text(0), arguments.value(1));
  }

  /** Of several products; those before one that does not exist are updated all the same. */
  private boolean updateSeveral(Arguments arguments) throws ApiFault {
    List<Object> products = list(arguments.value(0));
    List<Object> data = list(arguments.value(1));
    if (products.size() != data.size()) {
      throw ApiFault.parameterMissing();
    }
    for (int i = 0; i < products.size(); i++) {
      updateStock(String.valueOf(products.get(i)), data.get(i));
    }
    return true;
  }

  /** Of all that a product has, the shop keeps its stock alone. */
  private boolean updateProduct(Arguments arguments) throws ApiFault {
    Object stock =
        arguments.value(1) instanceof Map<?, ?> product ? product.get("stock_data") : null;
    if (stock != null) {
      return updateStock(arguments.text(0), stock);
    }
    if (this.stock.find(arguments.text(0)).isEmpty()) {
      throw ApiFault.noSuchProduct();
    }
    return true;
  }

  private boolean updateStock(String product, Object figures) throws ApiFault {
    Map<?, ?> data = figures instanceof Map<?, ?> members ? members : Map.of();
    Stock.Update update =
        new Stock.Update(
            decimal(data.get("qty")),
            flag(data.get("is_in_stock")),
            flag(data.get("manage_stock")));
    if (!stock.update(product, update)) {
      throw ApiFault.noSuchProduct();
    }
    return true;
  }

  private boolean comment(Arguments arguments) throws ApiFault, Refusal {
    String order = find(arguments.text(0)).incrementId();
    Object status = arguments.value(1);
    boolean keeps = status == null || status instanceof Boolean;
    orders.comment(
        order, keeps ? null : arguments.text(1), arguments.text(2), isTrue(arguments.value(3)));
    return true;
  }

  private boolean cancel(String order) throws ApiFault, Refusal {
    orders.cancel(find(order).incrementId(), Optional.of(Duration.ZERO));
    return true;
  }

  private boolean hold(String order) throws ApiFault, Refusal {
    orders.hold(find(order).incrementId(), Optional.of(Duration.ZERO));
    return true;
  }

  private boolean unhold(String order) throws ApiFault, Refusal {
    orders.unhold(find(order).incrementId(), Optional.of(Duration.ZERO));
    return true;
  }

  /** The number of a shipment: of the items that are named, or of all that is left. */
  private String ship(Arguments arguments) throws ApiFault {
    String order = orderOfDocument(arguments);
    Map<Long, Integer> quantities = quantities(arguments.value(1));
    try {
      orders.ship(order, quantities);
    } catch (Refusal refusal) {
      throw ApiFault.invalidDocument();
    }
    return documents.add(Documents.Kind.SHIPMENT, order, quantities);
  }

  /** The number of an invoice, which changes nothing else. */
  private String invoice(Arguments arguments) throws ApiFault {
    String order = orderOfDocument(arguments);
    return documents.add(Documents.Kind.INVOICE, order, quantities(arguments.value(1)));
  }

  private String orderOfDocument(Arguments arguments) throws ApiFault {
    return orders
        .find(arguments.text(0))
        .orElseThrow(ApiFault::noSuchOrderForDocument)
        .incrementId();
  }

  /** How many of which items; empty where none is named, as of an empty PHP array. */
  private static Map<Long, Integer> quantities(Object value) throws ApiFault {
    Map<Long, Integer> quantities = new LinkedHashMap<>();
    for (Map.Entry<?, ?> some : (value instanceof Map<?, ?> named ? named : Map.of()).entrySet()) {
      try {
        quantities.put(
            Long.valueOf(some.getKey().toString()), decimal(some.getValue()).intValueExact());
      } catch (ArithmeticException | NumberFormatException wrong) {
        throw ApiFault.invalidDocument();
      }
    }
    return quantities;
  }

  private ShopOrder find(String incrementId) throws ApiFault {
    return orders.find(incrementId).orElseThrow(ApiFault::noSuchOrder);
  }

  /** What is no number is 0, as in PHP. */
  private static BigDecimal decimal(Object value) {
    if (value == null) {
      return null;
    }
    try {
      return new BigDecimal(value.toString().strip());
    } catch (NumberFormatException noNumber) {
      return BigDecimal.ZERO;
    }
  }

  private static Boolean flag(Object value) {
    return value == null ? null : isTrue(value);
  }

  private static boolean isTrue(Object value) {
    return value != null && !Set.of("", "0", "false").contains(value.toString());
  }

  private static <T> Stream<T> stream(Iterable<T> items) {
    return StreamSupport.stream(items.spliterator(), false);
  }
}
