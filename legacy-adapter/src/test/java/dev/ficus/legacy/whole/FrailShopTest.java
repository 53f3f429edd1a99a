package dev.ficus.legacy.whole;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.Report;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shops that are asked for their orders, and cannot answer everything, or not rightly. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(PulledShopResource.class)
@WithTestResource(FrailShopResource.class)
class FrailShopTest {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final String AHEAD = "2038-01-19 03:14:07";

  private FrailShopResource.FrailShops shops;

  @Inject PullBook book;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void a_time_ahead_of_what_can_be_does_not_move_the_watermark_and_is_shown() {
    FrailShopResource.FrailShop shop = shops.named("ahead");
    String changed = minutesAgo(90);
    shop.has("a1", changed);
    untilHere("ahead", "a1");
    String watermark = changed.replace(' ', 'T');
    // It moves when the round ends that has brought the order.
    until(() -> watermark.equals(progress("ahead").path("watermark").asText()));
    shop.has("a2", AHEAD);
    shop.has("a3", minutesAgo(-180));
    untilHere("ahead", "a2");
    untilHere("ahead", "a3");
    until(() -> progress("ahead").at("/ahead/orders").asInt() == 2);
    assertEquals(watermark, progress("ahead").get("watermark").asText());
    assertEquals("2038-01-19T03:14:07", progress("ahead").at("/ahead/latest").asText());
    given()
        .accept("text/plain")
        .get("/pulling/ahead/reports")
        .then()
        .body(containsString("2 orders have a time of change that is ahead of what can be"));
    until(
        () ->
            AdapterApi.managedText("/q/metrics")
                .contains("ficus_legacy_pulling_stamps_ahead_total{feed=\"ahead\"} 2.0"));

    shop.has("a4", minutesAgo(0));
    untilHere("ahead", "a4");
    // What was changed since, with a time that can be, is no older than what was not possible.
    shop.has("a2", minutesAgo(0));
    until(() -> shop.shown("a2") > 1);
    assertEquals(1, shop.shown("a3"));
    until(() -> progress("ahead").at("/ahead/orders").asInt() == 1);
  }

  @Test
  void a_watermark_that_was_put_ahead_before_goes_back() {
    FrailShopResource.FrailShop shop = shops.named("ahead-before");
    until(() -> progress("ahead-before").hasNonNull("comparedAt"));
    LocalDateTime impossible = LocalDateTime.of(2038, 1, 19, 3, 14, 7);
    until(() -> book.alone("ahead-before", () -> book.reached("ahead-before", impossible)));
    shop.has("b1", minutesAgo(0));
    untilHere("ahead-before", "b1");
    assertTrue(progress("ahead-before").get("watermark").asText().startsWith("20"));
    until(
        () ->
            book.of("ahead-before").watermark().filter(time -> time.getYear() < 2038).isPresent());
  }

  @Test
  void what_cannot_be_listed_at_once_is_listed_in_shorter_windows_and_compared_so() {
    FrailShopResource.FrailShop shop = shops.named("many");
    shop.listsAtMost(3);
    IntStream.range(0, 20).forEach(day -> shop.has("m" + day, minutesAgo(day * 24 * 60)));
    IntStream.range(0, 20).forEach(day -> untilHere("many", "m" + day));
    given().post("/pulling/many/compare").then().statusCode(202);
    until(
        () ->
            reports("many").path(0).path("listed").asInt() == 20
                && !progress("many").hasNonNull("comparison"));
    assertEquals(0, reports("many").get(0).get("missing").asInt());
    assertTrue(reports("many").get(0).get("whole").asBoolean());
  }

  @Test
  void an_order_at_which_the_shop_fails_waits_in_quarantine_and_the_others_come_in() {
    FrailShopResource.FrailShop shop = shops.named("fatal");
    shop.failsAt("f3");
    IntStream.range(0, 7).forEach(n -> shop.has("f" + n, minutesAgo(60 - n)));
    IntStream.range(0, 7).filter(n -> n != 3).forEach(n -> untilHere("fatal", "f" + n));
    until(() -> quarantined("fatal").contains("f3"));
    until(() -> progress("fatal").get("failures").asInt() == 0);
  }

  @Test
  void an_order_in_a_charset_that_is_not_read_waits_in_quarantine_and_the_others_come_in() {
    FrailShopResource.FrailShop shop = shops.named("alien");
    shop.labels("x3", "no-such-charset");
    shop.labels("x4", "win-1251");
    IntStream.range(0, 7).forEach(n -> shop.has("x" + n, minutesAgo(60 - n)));
    IntStream.range(0, 7).filter(n -> n != 3).forEach(n -> untilHere("alien", "x" + n));
    until(() -> quarantined("alien").equals(List.of("x3")));
    int id =
        read(given().get("/quarantine?shop=alien").asString(), "$.entries[0].id", Integer.class);
    given()
        .get("/quarantine/" + id)
        .then()
        .body(at("$.rawXml", containsString("unsupported encoding: no-such-charset")));
    until(() -> progress("alien").get("failures").asInt() == 0);
  }

  @Test
  void an_order_at_which_the_shop_fails_keeps_nothing_back_where_it_is_alone_in_its_window() {
    FrailShopResource.FrailShop shop = shops.named("alone");
    shop.listsAtMost(1);
    shop.failsAt("l1");
    shop.has("l1", minutesAgo(3 * 24 * 60));
    shop.has("l2", minutesAgo(60));
    untilHere("alone", "l2");
    assertEquals(List.of("l1"), quarantined("alone"));
  }

  @Test
  void a_comparison_that_was_asked_for_is_made_once_the_shop_can_answer() {
    FrailShopResource.FrailShop shop = shops.named("closed");
    until(() -> progress("closed").hasNonNull("comparedAt"));
    shop.has("c1", minutesAgo(60));
    untilHere("closed", "c1");
    int before = reports("closed").size();
    shop.isClosedFrom(String::isEmpty);
    given().post("/pulling/closed/compare").then().statusCode(202);
    until(() -> progress("closed").at("/comparison/failures").asInt() > 0);
    assertTrue(progress("closed").at("/comparison/failedFor").asText().contains("HTTP 503"));
    given()
        .accept("text/plain")
        .get("/pulling/closed/reports")
        .then()
        .body(containsString("A comparison was asked for at"));
    // What has changed goes on coming in.
    shop.has("c2", minutesAgo(0));
    untilHere("closed", "c2");

    shop.isClosedFrom(from -> false);
    until(() -> !progress("closed").hasNonNull("comparison"));
    assertEquals(before + 1, reports("closed").size());
    assertEquals(2, reports("closed").get(0).get("listed").asInt());
  }

  @Test
  void a_comparison_goes_on_where_it_was_and_one_that_is_asked_for_meanwhile_follows_it() {
    String feed = "nobody's";
    Instant at = Instant.parse("2026-11-28T12:00:00Z");
    LocalDateTime next = LocalDateTime.of(2026, 1, 1, 0, 0);
    Report some = new Report(at, at, 5, 2, 1, 3, 0, 7, 6, List.of("x", "y"), List.of("z"));
    book.askComparison(feed, at);
    book.askComparison(feed, at.plusSeconds(1));
    assertEquals(
        Optional.of(new PullBook.Comparison(at, Optional.empty(), Optional.empty(), 0, null)),
        book.comparison(feed));
    assertTrue(book.alone(feed, () -> book.comparing(feed, some, next)));
    book.comparisonFailed(feed, "away");
    PullBook.Comparison under = book.comparison(feed).orElseThrow();
    assertEquals(5, under.soFar().orElseThrow().listed());
    assertEquals(List.of("x", "y"), under.soFar().orElseThrow().missingOrders());
    assertEquals(Optional.of(next), under.next());
    assertEquals(1, under.failures());
    assertEquals("away", under.failedFor());

    book.askComparison(feed, at.plusSeconds(2));
    assertTrue(book.alone(feed, () -> book.compared(feed, some)));
    assertEquals(
        Optional.of(
            new PullBook.Comparison(
                at.plusSeconds(2), Optional.empty(), Optional.empty(), 0, null)),
        book.comparison(feed));
    assertTrue(book.alone(feed, () -> book.compared(feed, some)));
    assertEquals(Optional.empty(), book.comparison(feed));
    assertEquals(2, book.reports(feed, 9).size());
  }

  private static String minutesAgo(int minutes) {
    return TIME.format(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(minutes));
  }

  private static void untilHere(String shop, String number) {
    until(() -> AdapterApi.status("/orders/%s/%s".formatted(shop, number)) == 200);
  }

  private static JsonNode progress(String feed) {
    return AdapterApi.named(AdapterApi.json("/pulling").get("feeds"), "feed", feed);
  }

  private static JsonNode reports(String feed) {
    return AdapterApi.json("/pulling/%s/reports".formatted(feed)).get("reports");
  }

  /** The numbers of a shop's orders that are in quarantine. */
  private static List<String> quarantined(String shop) {
    return AdapterApi.json("/quarantine?shop=" + shop)
        .get("entries")
        .findValuesAsText("orderNumber");
  }

  private static void until(BooleanSupplier condition) {
    assertTrue(Waiting.until(condition, LIMIT), () -> AdapterApi.text("/pulling"));
  }
}
