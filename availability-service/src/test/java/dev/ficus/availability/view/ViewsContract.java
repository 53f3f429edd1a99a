package dev.ficus.availability.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of views has to keep to: the fake and the real one. */
public abstract class ViewsContract {

  private static final Instant AS_OF = Instant.parse("2026-02-27T12:00:00.123456Z");
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

  // The real store is shared by tests, so each uses names of its own.
  private final String name = UUID.randomUUID().toString();

  protected abstract Views views();

  @Test
  public void what_was_never_heard_of_is_not_found() {
    assertEquals(Optional.empty(), views().find(name));
    assertEquals(Map.of(), views().find(Set.of(name)));
  }

  @Test
  public void views_of_a_lower_number_are_found_within_a_range_of_skus() {
    store(view(name + "-a", 3, 3));
    store(view(name + "-b", 4, 4));
    store(view(name + "-c", 3, 3));
    store(view(name + "-d", 3, 3));
    store(view(name + "-bb", 0, 3));

    assertEquals(
        Set.of(name + "-b", name + "-c"), Set.copyOf(views().below(5, name + "-a", name + "-c")));
    assertEquals(Set.of(name + "-c"), Set.copyOf(views().below(4, name + "-a", name + "-c")));
    assertTrue(views().below(4, null, null).containsAll(List.of(name + "-a", name + "-d")));
  }

  @Test
  public void a_view_comes_back_as_it_was_stored() {
    View view =
        view(name, 3, 5, new Batch("b2", MONDAY, 0), new Batch("b1", null, Integer.MAX_VALUE));
    store(view);

    assertEquals(Optional.of(view), views().find(name));
    assertEquals(Map.of(name, view), views().find(Set.of(name, "other")));
  }

  @Test
  public void identifiers_are_kept_to_the_letter() {
    String odd = "a/b%20 c'\"\\?#é😀" + name;
    store(view(odd, 1, 1, new Batch(odd, null, 1), new Batch(odd.toUpperCase(), null, 2)));

    assertEquals(2, views().find(odd).orElseThrow().stock().batches().size());
    assertEquals(Optional.empty(), views().find(odd.toUpperCase()));
  }

  @Test
  public void batches_are_added_changed_and_removed() {
    store(view(name, 1, 1, new Batch("stays", null, 1), new Batch("goes", null, 2)));
    View after = view(name, 2, 2, new Batch("stays", MONDAY, 7), new Batch("comes", null, 3));
    store(after);

    assertEquals(Optional.of(after), views().find(name));
  }

  @Test
  public void a_change_sees_the_known_views_and_only_those() {
    View known = view(name, 1, 1, new Batch("b", null, 1));
    store(known);
    List<Map<String, View>> seen = new ArrayList<>();

    views()
        .change(
            Set.of(name, name + "-new"),
            views -> {
              seen.add(Map.copyOf(views));
              return List.of();
            });

    assertEquals(List.of(Map.of(name, known)), seen);
  }

  @Test
  public void a_change_that_fails_changes_nothing() {
    store(view(name, 1, 1));
    assertThrows(
        IllegalStateException.class,
        () ->
            views()
                .change(
                    Set.of(name),
                    known -> {
                      throw new IllegalStateException("a mistake");
                    }));

    assertEquals(1, views().find(name).orElseThrow().sequence());
  }

  @Test
  public void those_behind_are_listed_by_code_point_page_by_page() {
    String[] skus = {name + "A", name + "a", name + "\uFFFD", name + "\uD83D\uDE00"};
    for (String sku : skus) {
      store(view(sku, 1, 2));
    }
    store(view(name + "B", 2, 2));

    assertEquals(List.of(skus[0], skus[1]), views().behind(name, 2));
    assertEquals(List.of(skus[2], skus[3]), views().behind(skus[1], 2));
    assertEquals(List.of(skus[3]), views().behind(skus[2], 1));
  }

  @Test
  public void only_a_view_of_which_nothing_was_applied_is_forgotten() {
    store(view(name, 0, 7));
    store(view(name + "-kept", 1, 7));
    views().forget(name);
    views().forget(name + "-kept");
    views().forget(name + "-never-heard-of");

    assertEquals(Optional.empty(), views().find(name));
    assertTrue(views().find(name + "-kept").isPresent());
  }

  @Test
  public void the_time_of_the_last_comparison_never_goes_back() {
    Instant later = Instant.now().plus(900, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    views().compared(later);
    views().compared(later.minusSeconds(1));

    assertEquals(Optional.of(later), views().comparedAt());
  }

  private void store(View view) {
    views().change(Set.of(view.sku()), known -> List.of(view));
  }

  private static View view(String sku, long sequence, long heard, Batch... batches) {
    return new View(new Stock(sku, sequence, List.of(batches)), heard, AS_OF);
  }
}
