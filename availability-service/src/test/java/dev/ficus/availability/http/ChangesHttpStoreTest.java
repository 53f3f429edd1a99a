package dev.ficus.availability.http;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jayway.jsonpath.ReadContext;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those see who follow the changes. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class ChangesHttpStoreTest {
  private static final Instant OUT = Instant.parse("2026-02-27T12:00:00.123456Z");

  @Inject Views views;
  @Inject LiveViews live;
  @Inject DataSource dataSource;

  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @Test
  void each_sku_that_changed_is_listed_once_with_its_present_figures() {
    long before = end();
    store(sku, 1, new Batch("w", null, 3), new Batch("s", LocalDate.of(2027, 1, 1), 4));
    store(sku + "-other", 1);
    store(sku, 2, new Batch("w", null, 2), new Batch("s", LocalDate.of(2027, 1, 1), 4));

    ReadContext answer = after(before);

    assertEquals(List.of(sku + "-other", sku), answer.read("$.changes[*].sku"));
    assertEquals(
        Map.of("sku", sku, "sequence", 2, "in_stock", 2, "total", 6),
        withoutNulls(answer.read("$.changes[1]")));
    assertEquals(List.of(), after(answer.read("$.next", Long.class)).read("$.changes"));
  }

  @Test
  void it_is_listed_since_when_a_sku_is_out_of_stock() {
    long before = end();
    views.change(
        Set.of(sku), known -> List.of(new View(new Stock(sku, 7, List.of(), OUT), 7, OUT)));

    assertEquals(
        OUT.toString(), after(before).read("$.changes[0].out_of_stock_since", String.class));
  }

  @Test
  void who_begins_in_the_beginning_gets_the_state_of_all_skus_page_by_page() {
    Set<String> stored = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      stored.add(sku + i);
      store(sku + i, 1, new Batch("w", null, i));
    }
    List<String> listed = new ArrayList<>();
    readToTheEnd(3, listed);

    assertTrue(listed.containsAll(stored), listed.toString());
    assertEquals(listed.size(), Set.copyOf(listed).size(), "no SKU twice");
  }

  @Test
  void what_is_stored_is_listed_to_whoever_asks_next() {
    long after = end();
    for (int sequence = 1; sequence <= 20; sequence++) {
      store(sku, sequence);
      ReadContext answer = after(after);

      assertEquals(List.of(sequence), answer.read("$.changes[*].sequence"));
      after = answer.read("$.next", Long.class);
      assertEquals(List.of(), after(after).read("$.changes"));
    }
  }

  @Test
  void who_waits_is_answered_as_soon_as_something_changes() throws Exception {
    long before = end();
    CompletableFuture<ReadContext> answer =
        Background.supply(
            () ->
                parse(
                    given()
                        .queryParam("after", before)
                        .queryParam("wait", 60)
                        .get("/availability/changes")
                        .asString()));
    store(sku, 1);

    assertEquals(
        List.of(sku),
        answer.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS).read("$.changes[*].sku"));
  }

  @Test
  void who_waits_in_vain_goes_on_from_where_he_was() {
    long before = end();
    given()
        .queryParam("after", before)
        .queryParam("wait", 1)
        .get("/availability/changes")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.changes", empty()))
        .body(at("$.next", is(before)));
  }

  @ParameterizedTest
  @CsvSource({"after,-1", "after,x", "limit,0", "limit,5001", "wait,-1", "wait,61", "wait,1.5"})
  void a_number_out_of_range_is_refused(String field, String value) {
    given()
        .queryParam(field, value)
        .get("/availability/changes")
        .then()
        .statusCode(400)
        .body(at("$.field", is(field)));
  }

  @Test
  void a_change_that_never_was_means_to_begin_again() {
    given()
        .queryParam("after", Long.MAX_VALUE)
        .get("/availability/changes")
        .then()
        .statusCode(410)
        .body(at("$.field", is("after")));
  }

  @Test
  void a_number_from_before_a_restore_is_gone_also_where_this_instance_remembers_higher_ones()
      throws Exception {
    store(sku, 1, new Batch("w", null, 3));
    long seen = end();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      // As a restored database has it.
      statement.execute("delete from batch_view where sku = '%s'".formatted(sku));
      statement.execute("delete from product_view where sku = '%s'".formatted(sku));
      statement.execute("update comparison set changes = %d".formatted(seen - 5));
    }
    given()
        .queryParam("after", seen - 1)
        .get("/availability/changes")
        .then()
        .statusCode(410)
        .body(at("$.field", is("after")));
    store(sku, 1, new Batch("w", null, 3));
    assertEquals(List.of(sku), after(seen).read("$.changes[*].sku"), "numbered above all before");
  }

  @Test
  void a_change_says_its_generation_where_it_is_not_the_first() {
    long before = end();
    store(sku, Numbering.of(1_795_000_000L, 7).orElseThrow(), new Batch("w", null, 3));
    ReadContext listed = after(before);
    assertEquals(List.of(1_795_000_000), listed.read("$.changes[*].generation"));
    assertEquals(List.of(7), listed.read("$.changes[*].sequence"));
  }

  @Test
  void the_views_in_memory_follow_them_too() {
    store(sku, 3, new Batch("w", null, 5));
    await(() -> live.find(sku).filter(view -> view.sequence() == 3).isPresent());
  }

  private static ReadContext after(long number) {
    return parse(given().queryParam("after", number).get("/availability/changes").asString());
  }

  /** The number of the last change of all. */
  private static long end() {
    return readToTheEnd(5000, new ArrayList<>());
  }

  /**
   * Reads from the beginning, page by page.
   *
   * @param skus is given each SKU that is listed
   * @return the number of the last change
   */
  private static long readToTheEnd(int pageSize, List<String> skus) {
    long next = 0;
    ReadContext page;
    do {
      page =
          parse(
              given()
                  .queryParam("after", next)
                  .queryParam("limit", pageSize)
                  .get("/availability/changes")
                  .asString());
      skus.addAll(page.read("$.changes[*].sku"));
      next = page.read("$.next", Long.class);
    } while (page.read("$.changes.length()", Integer.class) > 0);
    return next;
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> map) {
    map.values().removeIf(value -> value == null);
    return map;
  }

  private void store(String name, long sequence, Batch... batches) {
    views.change(
        Set.of(name),
        known -> List.of(new View(new Stock(name, sequence, List.of(batches)), sequence, OUT)));
  }
}
