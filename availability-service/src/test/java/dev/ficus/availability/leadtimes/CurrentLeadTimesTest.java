package dev.ficus.availability.leadtimes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.delivery.InMemoryLeadTimeBook;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.LeadTimes;
import dev.ficus.availability.delivery.LeadTimesUnavailable;
import dev.ficus.availability.delivery.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentLeadTimesTest {

  private static final LeadTime FRANCE = Table.row("FR,1,3,Mon-Fri,14:00,");
  private static final LeadTime GERMANY = Table.row("DE,1,3,Mon-Fri,14:00,");

  private final InMemoryLeadTimeBook book = new InMemoryLeadTimeBook();
  private final CurrentLeadTimes current = new CurrentLeadTimes(book);

  @Test
  void there_are_none_before_they_are_loaded() {
    assertEquals(List.of(), current.present().all());
  }

  @Test
  void an_edit_is_in_force_at_once() {
    assertTrue(current.put(FRANCE));
    assertEquals(List.of(FRANCE), current.present().all());
    assertFalse(current.put(FRANCE));
    current.replaceAll(List.of(GERMANY));
    assertEquals(List.of(GERMANY), current.present().all());
    assertTrue(current.remove(GERMANY.area()));
    assertEquals(List.of(), current.present().all());
  }

  @Test
  void an_edit_of_another_instance_is_in_force_after_a_look() {
    current.put(FRANCE);
    book.put(GERMANY);
    assertEquals(List.of(FRANCE), current.present().all());
    current.look();
    assertEquals(List.of(GERMANY, FRANCE), current.present().all());
  }

  @Test
  void nothing_is_loaded_when_nothing_was_edited() {
    current.put(FRANCE);
    LeadTimes before = current.present();
    current.look();
    assertSame(before, current.present());
  }

  @Test
  void the_last_ones_stay_in_force_while_the_book_is_away() {
    current.put(FRANCE);
    book.put(GERMANY);
    book.away(true);
    current.look();
    current.look();
    assertEquals(List.of(FRANCE), current.present().all());
    assertThrows(LeadTimesUnavailable.class, () -> current.put(GERMANY));

    book.away(false);
    current.look();
    assertEquals(List.of(GERMANY, FRANCE), current.present().all());
  }

  @Test
  void a_look_that_meets_an_error_does_not_end_the_looks() {
    book.put(FRANCE);
    book.failing(new NoClassDefFoundError("by a test"));
    current.look();
    book.failing(null);
    current.look();
    assertEquals(List.of(FRANCE), current.present().all());
  }
}
