package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * "If I want N units of HAZARDOUS_RUG, how long will they take to be delivered?": asked by a
 * customer in the shop's page, in a real browser, of the services as they are shipped.
 */
abstract class FoundingQuestionJourney {
  private static final String RUG = "HAZARDOUS_RUG";
  private static final String LONDON = "SW1A 1AA";
  private static final String SHETLAND = "ZE1 0AA";
  private static final Pattern AS_OF = Pattern.compile("As of <time datetime=\"([^\"]+)\">");

  /** More often than it ever comes about that the answer changes while it is looked at. */
  private static final int LOOKS = 3;

  private static Instant opened;
  private static ShopPage shop;
  private static BothServices services;

  @BeforeAll
  static void open_the_shop_and_buy_rugs() throws IOException {
    shop = SharedServices.shop();
    services = BothServices.of(SharedServices.running());
    shop.ask(services.availability());
    opened = Instant.now();
    services.purchase("rugs-here", RUG, 10, null);
    services.purchase("rugs-on-their-way", RUG, 100, BothServices.today().plusDays(30));
  }

  @Test
  void the_page_shows_each_address_its_day_and_another_one_when_others_have_ordered()
      throws Exception {
    LocalDate london = promisedAndShown(3, LONDON, "london");
    LocalDate shetland = promisedAndShown(3, SHETLAND, "shetland");
    assertTrue(shetland.isAfter(london), "London %s, Shetland %s".formatted(london, shetland));

    services.order("somebody-else's", RUG, 8);
    LocalDate later = promisedAndShown(3, LONDON, "london-after-another-order");
    assertTrue(later.isAfter(BothServices.today().plusDays(29)), "now London " + later);

    JsonNode parts = notPromisedButShown(101, LONDON, "too-many-for-one-delivery");
    assertEquals(2, parts.size(), parts::toString);
  }

  @Test
  void a_page_of_a_shop_that_is_not_allowed_learns_nothing() throws Exception {
    try (ShopPage other = new ShopPage(ShopPage.ANY)) {
      assertNotEquals(shop.origin(), other.origin());
      other.ask(services.availability());
      OpenedPage page = open(other.question(RUG, 1, "GB", LONDON), "not-allowed");
      assertEquals("Our warehouse cannot be asked at the moment.", page.text("section", "answer"));
      assertFalse(page.element("section", "answer").contains("<time"), page::html);
      assertTrue(page.complaints().contains("blocked by CORS policy"), page::complaints);
    }
  }

  /** The page promises what the service does; returns the day. */
  private static LocalDate promisedAndShown(int qty, String postcode, String name)
      throws Exception {
    JsonNode promise = shown(qty, postcode, name);
    LocalDate day = LocalDate.parse(promise.path("by").asText());
    assertFalse(promise.has("not_promised"), promise::toString);
    return day;
  }

  /** The page says why not, as the service does; returns what could be had separately. */
  private static JsonNode notPromisedButShown(int qty, String postcode, String name)
      throws Exception {
    JsonNode promise = shown(qty, postcode, name);
    assertEquals("no_single_batch", promise.path("not_promised").asText(), promise::toString);
    return promise.path("if_ordered_separately");
  }

  /** The promise that both the service and the page give, and nothing happened between the two. */
  private static JsonNode shown(int qty, String postcode, String name) throws Exception {
    String to = "GB-" + postcode;
    for (int look = 0; look < LOOKS; look++) {
      JsonNode promise = services.ask(RUG, qty, to).path("promise");
      OpenedPage page = open(shop.question(RUG, qty, "GB", postcode), name);
      if (promise.equals(services.ask(RUG, qty, to).path("promise"))) {
        assertShown(promise, page);
        return promise;
      }
    }
    throw new AssertionError("the answer changes each time it is looked at");
  }

  private static OpenedPage open(URI address, String name) throws IOException {
    return OpenedPage.open(address, Project.here().journeyLogs("founding-question"), name);
  }

  private static void assertShown(JsonNode promise, OpenedPage page) {
    Matcher asOf = AS_OF.matcher(page.element("section", "answer"));
    assertTrue(asOf.find(), page::html);
    Instant current = Instant.parse(asOf.group(1));
    assertFalse(current.isBefore(opened) || current.isAfter(Instant.now()), "as of " + current);
    StringBuilder expected = new StringBuilder();
    if (promise.has("by")) {
      expected.append(
          "Delivered by %s (%s)"
              .formatted(
                  day(promise.path("by"), current), distance(promise.path("in_days").asInt())));
    } else {
      expected.append(
          "So many do not come together in one delivery. Ordered separately, you could have");
      for (JsonNode part : promise.path("if_ordered_separately")) {
        expected.append(
            " %d by %s".formatted(part.path("qty").asInt(), day(part.path("by"), current)));
      }
    }
    String text = page.text("section", "answer");
    assertEquals(expected.toString(), text.replaceFirst(" As of .*", ""));
  }

  private static String day(JsonNode date, Instant current) {
    LocalDate day = LocalDate.parse(date.asText());
    boolean thisYear = current.toString().startsWith(day.getYear() + "-");
    return day.format(
        DateTimeFormatter.ofPattern(thisYear ? "EEEE d MMMM" : "EEEE d MMMM yyyy", Locale.ENGLISH));
  }

  private static String distance(int days) {
    return days == 1 ? "tomorrow" : "in %d days".formatted(days);
  }
}
