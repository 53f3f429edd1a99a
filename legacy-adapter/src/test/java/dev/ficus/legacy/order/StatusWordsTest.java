package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The final status of an order that the monolith and we have lines of. */
class StatusWordsTest {

  private static final StatusWords WORDS =
      new StatusWords(
          Set.of("complete", "closed", "Canceled"), "processing", Set.of("canceled", "closed"));

  @Test
  void while_our_lines_are_open_no_final_status_is_let_through() {
    for (String word : Set.of("complete", " COMPLETE ", "closed", "canceled")) {
      assertFalse(WORDS.letThrough(word, OurPart.OPEN), word);
    }
    assertTrue(WORDS.letThrough("processing", OurPart.OPEN));
    assertTrue(WORDS.letThrough("on its way", OurPart.OPEN));
  }

  @Test
  void the_statuses_of_a_cancelled_order_are_final_without_being_named() {
    StatusWords words = new StatusWords(Set.of("complete"), "processing", Set.of("Storniert"));
    assertTrue(words.isFinal("storniert"));
    assertFalse(words.letThrough("storniert", OurPart.OPEN));
  }

  @Test
  void an_order_of_which_we_have_despatched_something_is_not_cancelled() {
    assertTrue(WORDS.letThrough("complete", OurPart.DESPATCHED));
    assertTrue(WORDS.letThrough("processing", OurPart.DESPATCHED));
    assertFalse(WORDS.letThrough("canceled", OurPart.DESPATCHED));
    assertTrue(WORDS.letThrough("canceled", OurPart.CANCELLED));
    assertTrue(WORDS.letThrough("complete", OurPart.CANCELLED));
  }

  @Test
  void when_both_are_done_the_monoliths_status_counts_unless_ours_shows_that_goods_have_left() {
    assertEquals("complete", WORDS.ofBoth("complete", Optional.of("canceled")));
    assertEquals("complete", WORDS.ofBoth("complete", Optional.empty()));
    assertEquals("complete", WORDS.ofBoth("canceled", Optional.of("complete")));
    assertEquals("canceled", WORDS.ofBoth("canceled", Optional.of("closed")));
    assertEquals("canceled", WORDS.ofBoth("canceled", Optional.of("processing")));
    assertEquals("canceled", WORDS.ofBoth("canceled", Optional.empty()));
  }

  @Test
  void while_the_other_lines_are_open_ours_give_the_open_status_in_place_of_a_final_one() {
    assertEquals("processing", WORDS.whileOpen("complete"));
    assertEquals("processing", WORDS.whileOpen("Closed"));
    assertEquals("holded", WORDS.whileOpen("holded"));
  }

  @Test
  void the_open_status_is_no_final_one() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StatusWords(Set.of("complete"), "Complete", Set.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StatusWords(Set.of("complete"), "canceled", Set.of("canceled")));
  }
}
