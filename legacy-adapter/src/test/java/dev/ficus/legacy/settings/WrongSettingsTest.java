package dev.ficus.legacy.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting is refused at start, in words that name its key and what would be right. */
@Execution(CONCURRENT)
class WrongSettingsTest {

  private static final String PATHS =
      "one or more paths such as head.rows or 2.sku, with commas between";

  private static final String HASH =
      "pbkdf2-sha512:210000:AQIDBAUGBwg=:300NN9cddCM5fNJehHCftojg6/QAmVaWEolZfI+hwEQ=";

  /** A shop of each kind, as an operator would have set them. */
  private static final Map<String, String> RIGHT =
      Map.ofEntries(
          Map.entry("shops.eu.line-ids", "item-id"),
          Map.entry("dialects.magento.calls.create.method", "sales_order.create"),
          Map.entry("dialects.magento.calls.create.means", "order"),
          Map.entry("feeds.serve.path", "/api/xmlrpc"),
          Map.entry("feeds.serve.shop", "eu"),
          Map.entry("pulling.feeds.old.url", "http://shop/api"),
          Map.entry("pulling.feeds.old.user", "adapter"),
          Map.entry("pulling.feeds.old.key", "secret"),
          Map.entry("pulling.feeds.old.shop", "eu"),
          Map.entry("pushing.shops.eu.url", "http://shop/api"),
          Map.entry("pushing.shops.eu.user", "adapter"),
          Map.entry("pushing.shops.eu.key", "secret"),
          Map.entry("opening.monoliths.erp.url", "http://monolith/"),
          Map.entry("opening.monoliths.erp.shop", "eu"),
          Map.entry("opening.monoliths.erp.method", "stock.list"),
          Map.entry("opening.monoliths.erp.sku", "sku"),
          Map.entry("opening.monoliths.erp.quantity", "qty"));

  @Test
  void right_ones_are_not_refused() {
    assertEquals(List.of(), refusals(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Out of range.
        "pushing.shops.eu.updates-per-call | 0 | must be a whole number from 1 to 10000, but is 0",
        "pushing.shops.eu.margin | -1 | must be a whole number from 0 to 1000000000, but is -1",
        "pulling.feeds.old.every | 0s | must be a duration from 1ms to 30d, but is 0s",
        "pulling.feeds.old.window | 500ms | must be a duration from 1s to 3650d, but is 500ms",
        "broker.confirm-timeout | 11m | must be a duration from 1ms to 10m, but is 11m",
        "xml.max-bytes | 2147483648 | must be a whole number from 1 to 1073741824, but is 2147483648",
        // Of another kind.
        "broker.most-under-way | many | must be a whole number from 1 to 100000, but is many",
        "broker.most-under-way | 1.5 | must be a whole number from 1 to 100000, but is 1.5",
        "broker.most-under-way | '' | must be a whole number from 1 to 100000, but is empty",
        "resend.every | often | must be a duration from 1s to 24h, or off, but is often",
        "quarantine.keep-raw | 30 days | must be a duration from 0s to 3650d, but is 30 days",
        "pushing.shops.eu.comments | maybe | must be true or false, but is maybe",
        "shops.eu.line-ids | id | must be item-id or occurrence, but is id",
        "shops.eu.final-statuses | '' | must be words with commas between, but is empty",
        "shops.eu.final-statuses | complete,,closed | must be words with commas between, but is complete,,closed",
        "shops.eu.open-status | '' | must be a status of the shop's, but is empty",
        "dialects.magento.calls.create.status | 2..1 | must be one or more paths such as head.rows or 2.sku, with commas between, but is 2..1",
        "shops.eu.returns | [C | must be a regular expression of Java, but is [C",
        "shops.eu.stock-counted-at | 2026-11-22 | must be a time without a zone, such as 2026-11-22T06:00:00, but is 2026-11-22",
        // As the adapter would read it: blanks at its ends are part of it.
        "shops.eu.stock-counted-at | ' 2026-11-22T06:00:00' | must be a time without a zone, such as 2026-11-22T06:00:00, but is  2026-11-22T06:00:00",
        "feeds.serve.path | ' /api' | must be a path such as /api/xmlrpc, but is  /api",
        "feeds.serve.path | api | must be a path such as /api/xmlrpc, but is api",
        "feeds.serve.upstream | shop:80 | must be an address such as http://host/path, but is shop:80",
        "opening.monoliths.erp.sku | a..b | must be one or more paths such as head.rows or 2.sku, with commas between, but is a..b",
        "dialects.magento.calls.create.means | orders | must be order, cancellation, order-shown, orders-listed, order-part, order-whole, order-status, stock, batch-created, batch-quantity, batch-eta, calls, session or nothing, but is orders",
        // What is secret is not shown.
        "capture.key | c2hvcnQ= | must be 32 bytes in base64, but is not",
        "feeds.serve.users.till | geheim | must be a hash that hash-password has made (pbkdf2-sha512:…), or more with commas between, but is not",
        "pulling.feeds.old.url | ftp://a:b@shop | must be an address such as http://host/path, but is not",
      })
  void a_value_that_is_not_allowed(String key, String value, String words) {
    assertEquals(List.of("ficus.legacy." + key + " " + words), refusals(Map.of(key, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feeds.serve.shop | it must be the name of a shop",
        "feeds.serve.path | it must be a path such as /api/xmlrpc",
        "pulling.feeds.old.url | it must be an address such as http://host/path",
        "pushing.shops.eu.key | it must be a user's key",
        "opening.monoliths.erp.quantity | it must be " + PATHS,
        "dialects.magento.calls.create.method | it must be the name of a method",
      })
  void one_that_is_missing(String key, String words) {
    Map<String, String> values = new HashMap<>(RIGHT);
    values.remove(key);
    assertEquals(List.of("ficus.legacy." + key + " is missing: " + words), all(values));
  }

  @Test
  void a_feed_that_names_nobody_where_somebody_has_to_be_named() {
    Map<String, String> values = new HashMap<>(RIGHT);
    String missing =
        "ficus.legacy.feeds.serve.users names nobody who may call /api/xmlrpc: name a user with a hash"
            + " of the password, or let anybody call by ficus.legacy.feeds.serve.open=true";
    assertEquals(List.of(missing), reviewed(values, "required"));
    assertEquals(List.of(), reviewed(values, "open"));

    values.put("feeds.serve.open", "yes");
    assertEquals(List.of(), reviewed(values, "required"));
    values.put("feeds.serve.users.till", HASH);
    for (String access : List.of("required", "open")) {
      assertEquals(
          List.of(
              "ficus.legacy.feeds.serve.open is true, and so nobody may be named in"
                  + " ficus.legacy.feeds.serve.users"),
          reviewed(values, access));
    }
    values.put("feeds.serve.open", "false");
    assertEquals(List.of(), reviewed(values, "required"));
  }

  @Test
  void part_of_what_an_order_looks_like() {
    assertEquals(
        List.of(
            "ficus.legacy.dialects.magento.order.lines is missing: it must be " + PATHS,
            "ficus.legacy.dialects.magento.order.updated-at is missing: it must be " + PATHS),
        refusals(
            Map.of(
                "dialects.magento.order.number",
                "increment_id",
                "dialects.magento.order.status",
                "status")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feeds.serve.shop | uk | ficus.legacy.feeds.serve.shop must be the name of a shop (eu), but is uk",
        "pulling.feeds.old.shop | uk | ficus.legacy.pulling.feeds.old.shop must be the name of a shop (eu), but is uk",
        "opening.monoliths.erp.shop | uk | ficus.legacy.opening.monoliths.erp.shop must be the name of a shop (eu), but is uk",
        "feeds.serve.dialect | erp | ficus.legacy.feeds.serve.dialect must be the name of a dialect (magento), but is erp",
        "capture.feeds | serve,all | ficus.legacy.capture.feeds must be names of feeds (old, serve), but has all",
      })
  void a_name_of_what_is_not_configured(String key, String value, String words) {
    assertEquals(List.of(words), refusals(Map.of(key, value, "capture.protection", "masked")));
  }

  @Test
  void a_shop_to_push_to_that_is_none() {
    assertEquals(
        List.of("ficus.legacy.pushing.shops.uk must have the name of a shop (eu)"),
        refusals(
            Map.of(
                "pushing.shops.uk.url", "http://uk/",
                "pushing.shops.uk.user", "adapter",
                "pushing.shops.uk.key", "secret")));
  }

  @Test
  void a_source_of_stock_that_no_shop_has() {
    String key = "sources.erp.books-our-despatches";
    assertEquals(
        List.of("ficus.legacy.sources.erp must have the name of a shop's source (eu)"),
        refusals(Map.of(key, "true")));
    assertEquals(List.of(), refusals(Map.of(key, "true", "shops.eu.source", "erp")));
    assertEquals(
        List.of("ficus.legacy.sources.eu must have the name of a shop's source (erp)"),
        refusals(Map.of("sources.eu.books-our-despatches", "true", "shops.eu.source", "erp")));
    assertEquals(
        List.of("ficus.legacy." + key + " must be true or false, but is sometimes"),
        refusals(Map.of(key, "sometimes", "shops.eu.source", "erp")));
  }

  @Test
  void a_shop_whose_name_cannot_be_part_of_an_order_id() {
    assertEquals(
        List.of(
            "ficus.legacy.shops.a:b must have a name of 1 to 64 letters, digits, dots and dashes"),
        refusals(Map.of("shops.\"a:b\".line-ids", "item-id")));
  }

  @Test
  void two_feeds_at_one_path() {
    assertEquals(
        List.of(
            "ficus.legacy.feeds.serve.path must be a path of its own, but is /api/xmlrpc, as"
                + " ficus.legacy.feeds.other.path is"),
        refusals(Map.of("feeds.other.path", "/api/xmlrpc", "feeds.other.shop", "eu")));
  }

  @Test
  void settings_that_contradict_each_other() {
    assertEquals(
        List.of("ficus.legacy.pulling.feeds.old.url has a password and no user"),
        refusals(Map.of("pulling.feeds.old.basic-password", "secret")));
    assertEquals(
        List.of("ficus.legacy.pushing.shops.eu.url names a user, and so does a setting of its own"),
        refusals(
            Map.of(
                "pushing.shops.eu.url", "http://a:b@shop/api",
                "pushing.shops.eu.basic-user", "adapter")));
    assertEquals(
        List.of(
            "ficus.legacy.capture.protection is missing: where ficus.legacy.capture.feeds names any,"
                + " it must be masked or encrypted, because calls name customers"),
        refusals(Map.of("capture.feeds", "serve")));
    assertEquals(
        List.of(
            "ficus.legacy.capture.key is missing: where ficus.legacy.capture.protection is"
                + " encrypted, it must be 32 bytes in base64"),
        refusals(Map.of("capture.feeds", "serve", "capture.protection", "encrypted")));
  }

  @Test
  void a_shadow_that_is_no_other_than_what_it_is_the_shadow_of() {
    String missing =
        "ficus.legacy.shadow.virtual-host is missing: without it there is no shadow, and";
    assertEquals(
        List.of(missing + " ficus.legacy.shadow.port sets nothing"),
        refusals(Map.of("shadow.port", "5673")));
    assertEquals(
        List.of(
            "ficus.legacy.shadow.allocation-url is missing: where ficus.legacy.shadow.virtual-host is"
                + " set it must be the address of the second allocation-service"),
        refusals(Map.of("shadow.virtual-host", "shadow")));
    String sameBroker =
        "ficus.legacy.shadow.virtual-host must be another than rabbitmq-virtual-host, or"
            + " ficus.legacy.shadow.host and ficus.legacy.shadow.port another broker than"
            + " rabbitmq-host and rabbitmq-port: this is where our own commands go";
    String sameService =
        "ficus.legacy.shadow.allocation-url must be another allocation-service than"
            + " ficus.legacy.allocation.url";
    for (String host : List.of("localhost", "LOCALHOST", "127.0.0.1")) {
      assertEquals(
          List.of(sameBroker, sameService),
          refusals(
              Map.of(
                  "shadow.virtual-host",
                  "/",
                  "shadow.host",
                  host,
                  "shadow.allocation-url",
                  "http://%s:8081/".formatted(host))));
    }
    assertEquals(
        List.of(sameService),
        refusals(
            Map.of(
                "shadow.virtual-host", "/",
                "shadow.port", "5673",
                "allocation.url", "https://localhost/",
                "shadow.allocation-url", "https://127.0.0.1:443")));
    Map<String, String> elsewhere = new HashMap<>(RIGHT);
    elsewhere.put("feeds.serve.open", "yes");
    elsewhere.put("shadow.virtual-host", "shadow");
    elsewhere.put("shadow.allocation-url", "https://another.example:8091");
    elsewhere.put("shadow.host", "another.example");
    assertEquals(List.of(), reviewed(elsewhere, "open"));
    assertEquals(
        List.of(
            "rabbitmq-ssl must be true: access is required (ficus.access), and"
                + " ficus.legacy.shadow.host is another machine; where the network itself keeps others"
                + " out, ficus.wires.plain=broker"),
        reviewed(elsewhere, "required"));
    assertEquals(
        List.of(),
        refusals(
            Map.of(
                "shadow.virtual-host", "shadow",
                "shadow.allocation-url", "http://localhost:8091")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pushing.shops.eu.updates-per-cal | is no setting: did you mean ficus.legacy.pushing.shops.eu.updates-per-call?",
        "pushing.shops.eu.statuses.dispatched | is no setting: did you mean ficus.legacy.pushing.shops.eu.statuses.despatched?",
        "resend.evry | is no setting: did you mean ficus.legacy.resend.every?",
        "broker.heartbeat | is no setting: SETTINGS.md has all settings",
      })
  void a_key_that_is_misspelt(String key, String words) {
    assertEquals(List.of("ficus.legacy." + key + " " + words), refusals(Map.of(key, "1")));
  }

  @Test
  void an_environment_variable_that_is_misspelt() {
    assertEquals(
        List.of("FICUS_LEGACY_RESEND_EVRY sets nothing: SETTINGS.md has all settings"),
        SettingsReview.of(
            read(
                RIGHT,
                Map.of("FICUS_LEGACY_RESEND_EVRY", "1s", "FICUS_LEGACY_RESEND_EVERY", "2s"))));
  }

  @Test
  void what_kubernetes_sets_for_a_service_of_that_name_is_no_setting() {
    assertEquals(
        List.of(),
        SettingsReview.of(
            read(
                RIGHT,
                Map.of(
                    "FICUS_LEGACY_ADAPTER_SERVICE_HOST", "10.0.0.7",
                    "FICUS_LEGACY_ADAPTER_SERVICE_PORT", "8083",
                    "FICUS_LEGACY_ADAPTER_SERVICE_PORT_HTTP", "8083",
                    "FICUS_LEGACY_ADAPTER_PORT", "tcp://10.0.0.7:8083",
                    "FICUS_LEGACY_ADAPTER_PORT_8083_TCP", "tcp://10.0.0.7:8083",
                    "FICUS_LEGACY_ADAPTER_PORT_8083_TCP_ADDR", "10.0.0.7"))));
  }

  @Test
  void right_ones_from_the_environment_alone() {
    assertEquals(
        List.of(),
        SettingsReview.of(
            read(
                RIGHT,
                Map.of(
                    "FICUS_LEGACY_SHOPS_SHOP_NOT_STOCK", "",
                    "FICUS_LEGACY_PUSHING_SHOPS_EU_UPDATES_PER_CALL", "7",
                    "FICUS_LEGACY_PUSHING_SHOPS_EU_STATUSES_DESPATCHED", "complete",
                    "FICUS_LEGACY_SHOPS_UK_LINE_IDS", "occurrence",
                    "FICUS_LEGACY_FEEDS_NEW_PATH", "/new",
                    "FICUS_LEGACY_FEEDS_NEW_SHOP", "uk",
                    "FICUS_LEGACY_FEEDS_NEW_USERS_TILL", HASH,
                    "FICUS_LEGACY_CAPTURE_FEEDS", "new",
                    "FICUS_LEGACY_CAPTURE_PROTECTION", "masked"))));
  }

  @Test
  void one_from_the_environment_is_named_by_its_key() {
    ConfigValidationException refused =
        assertThrows(
            ConfigValidationException.class,
            () -> read(RIGHT, Map.of("FICUS_LEGACY_PUSHING_SHOPS_EU_UPDATES_PER_CALL", "0")));
    assertEquals(
        List.of(
            "ficus.legacy.pushing.shops.eu.updates-per-call must be a whole number from 1 to 10000,"
                + " but is 0"),
        messages(refused));
  }

  @Test
  void all_that_is_wrong_is_named_at_once() {
    assertEquals(2, refusals(Map.of("broker.most-waiting", "0", "xml.max-depth", "deep")).size());
    assertEquals(2, refusals(Map.of("feeds.serve.shop", "uk", "resend.evry", "1s")).size());
  }

  @Test
  void both_ends_of_a_range_an_optional_one_that_is_empty_and_lists_by_place_are_right() {
    for (Map<String, String> right :
        List.of(
            Map.of("broker.most-under-way", "1"),
            Map.of("broker.most-under-way", " 100000 "),
            Map.of("resend.every", "off"),
            Map.of("resend.every", "OFF"),
            Map.of("pushing.shops.eu.comments", " TRUE "),
            Map.of("pushing.shops.eu.comments", "ja"),
            Map.of("shops.eu.line-ids", " occurrence "),
            Map.of("feeds.serve.upstream", " http://monolith/ "),
            Map.of("quarantine.keep-raw", "0s"),
            Map.of("quarantine.keep-raw", "3650d"),
            Map.of("shops.eu.not-stock", ""),
            Map.of("shops.eu.not-stock[0]", "POST", "shops.eu.not-stock[1]", "C2"),
            Map.of("dialects.magento.calls.create.where.\"0.model\"", "sale.order"),
            Map.of("dialects.magento.calls.create.where.0.model", "sale.order"),
            Map.of("feeds.serve.users.j.smith", HASH + ", " + HASH),
            Map.of("capture.feeds[0]", "old", "capture.protection", "masked"),
            Map.of("shops.\"eu.west\".line-ids", "occurrence", "feeds.serve.shop", "eu.west"),
            Map.of("pushing.shops.eu.statuses.despatched", "complete"))) {
      assertEquals(List.of(), refusals(right));
    }
  }

  @Test
  void a_list_that_has_to_be_set_may_be_set_place_by_place() {
    Map<String, String> right = new HashMap<>(RIGHT);
    for (String list :
        List.of(
            "opening.monoliths.erp.sku",
            "opening.monoliths.erp.quantity",
            "dialects.magento.order.number",
            "dialects.magento.order.status",
            "dialects.magento.order.updated-at",
            "dialects.magento.order.lines",
            "dialects.magento.line.id",
            "dialects.magento.line.parent",
            "dialects.magento.line.sku",
            "dialects.magento.line.quantity")) {
      right.remove(list);
      right.put(list + "[0]", "some.where");
      right.put(list + "[1]", "where.else");
    }
    assertEquals(List.of(), all(right));
    right.put("dialects.magento.order.status[1]", "two words");
    assertEquals(
        List.of(
            "ficus.legacy.dialects.magento.order.status[1] must be "
                + PATHS
                + ", but is two words"),
        all(right));
  }

  @Test
  void a_list_that_has_to_be_set_may_be_set_place_by_place_in_the_environment() {
    Map<String, String> others = new HashMap<>(RIGHT);
    others.remove("opening.monoliths.erp.sku");
    assertEquals(
        List.of("ficus.legacy.opening.monoliths.erp.sku is missing: it must be " + PATHS),
        all(others));
    assertEquals(
        List.of(),
        SettingsReview.of(
            read(others, Map.of("FICUS_LEGACY_OPENING_MONOLITHS_ERP_SKU_0_", "head.sku"))));
  }

  @Test
  void a_value_is_checked_as_it_is_when_its_expression_is_resolved() {
    assertEquals(
        List.of("ficus.legacy.resend.every must be a duration from 1s to 24h, or off, but is soon"),
        refusals(Map.of("resend.every", "${pause}", "broker.confirm-timeout", "2s"), "soon"));
    assertDoesNotThrow(() -> refusals(Map.of("resend.every", "${pause}"), "2s"));
  }

  /** The refusals of these values in the place of right ones, or beside them. */
  private static List<String> refusals(Map<String, String> values) {
    return refusals(values, "1s");
  }

  private static List<String> refusals(Map<String, String> values, String pause) {
    Map<String, String> all = new HashMap<>(RIGHT);
    all.putAll(values);
    try {
      return SettingsReview.of(read(all, Map.of("PAUSE", pause)));
    } catch (ConfigValidationException refused) {
      return messages(refused);
    }
  }

  private static List<String> all(Map<String, String> values) {
    try {
      return SettingsReview.of(read(values, Map.of()));
    } catch (ConfigValidationException refused) {
      return messages(refused);
    }
  }

  private static List<String> reviewed(Map<String, String> values, String access) {
    return SettingsReview.of(read(values, Map.of("FICUS_ACCESS", access)));
  }

  private static List<String> messages(ConfigValidationException refused) {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < refused.getProblemCount(); i++) {
      messages.add(
          refused.getProblem(i).getMessage().replace("java.lang.IllegalArgumentException: ", ""));
    }
    return messages.stream().sorted().toList();
  }

  /** As the adapter reads them at start. */
  private static SmallRyeConfig read(Map<String, String> values, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    values.forEach((key, value) -> properties.put("ficus.legacy." + key, value));
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("FICUS_ACCESS", "open");
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 200))
            .withSources(new EnvConfigSource(variables, 300))
            .withValidateUnknown(false);
    Mappings.all().forEach(builder::withMapping);
    return builder.build();
  }
}
