package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WarehouseFirstTest {
  private static final LocalDate SOON = LocalDate.of(2026, 3, 2);
  private static final LocalDate LATER = SOON.plusDays(1);

  private final SortedSet<Batch> batches = new TreeSet<>(WarehouseFirst.ORDER);

  @Test
  void warehouse_stock_comes_before_what_is_on_its_way_however_early() {
    batches.add(Batch.purchased("a", 5, LocalDate.of(1, 1, 1)));
    batches.add(Batch.purchased("b", 5, null));
    assertEquals(List.of("b", "a"), inOrder());
  }

  @Test
  void of_what_is_on_its_way_the_earliest_eta_comes_first_and_of_one_day_the_lower_reference() {
    batches.add(Batch.purchased("a", 5, LATER));
    batches.add(Batch.purchased("c", 5, SOON));
    batches.add(Batch.purchased("b", 5, SOON));
    assertEquals(List.of("b", "c", "a"), inOrder());
  }

  @Test
  void a_batch_that_is_too_full_is_passed_over() {
    batches.add(Batch.purchased("small", 4, null));
    batches.add(Batch.purchased("large", 5, LATER));
    assertEquals(Optional.of("large"), chosen(5));
    assertEquals(Optional.of("small"), chosen(4));
  }

  @Test
  void a_line_is_not_split_over_batches() {
    batches.add(Batch.purchased("one", 4, null));
    batches.add(Batch.purchased("two", 4, null));
    assertEquals(Optional.empty(), chosen(5));
  }

  private List<String> inOrder() {
    return batches.stream().map(Batch::reference).toList();
  }

  private Optional<String> chosen(int qty) {
    return WarehouseFirst.choose(batches, qty).map(Batch::reference);
  }
}
