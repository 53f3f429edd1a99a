package dev.ficus.availability.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every book of lead times has to keep to: the fake and the real one. */
public abstract class LeadTimeBookContract {

  private static final List<LeadTime> SOME =
      Table.rows(
          "*,0,365,Sun,00:00,",
          "GB,1,1,Mon-Sat,14:00,GB-ENG",
          "GB-BT,365,0,Mon Tue Thu,23:59,GB-ENG GB-NIR DE-BY-AG");
  private static final LeadTime FRANCE = Table.row("FR,1,3,Mon-Fri,14:00,GB-ENG FR");

  /** A book in which nothing was ever written. */
  protected abstract LeadTimeBook neverFilled();

  @Test
  public void a_book_that_was_never_filled_has_revision_zero() {
    LeadTimeBook book = neverFilled();
    assertEquals(0, book.revision());
    assertEquals(0, book.load().revision());
    assertEquals(List.of(), book.load().all());
  }

  @Test
  public void lead_times_come_back_as_they_were_written() {
    LeadTimeBook book = neverFilled();
    assertTrue(book.fill(SOME));
    assertEquals(SOME, book.load().all());
    assertEquals(book.revision(), book.load().revision());
    assertTrue(book.revision() > 0);
  }

  @Test
  public void a_book_is_filled_once() {
    LeadTimeBook book = neverFilled();
    book.fill(SOME);
    long revision = book.revision();

    assertFalse(book.fill(List.of(FRANCE)));
    assertEquals(SOME, book.load().all());
    assertEquals(revision, book.revision());
  }

  @Test
  public void a_book_that_was_emptied_is_not_filled_again() {
    LeadTimeBook book = neverFilled();
    book.put(FRANCE);
    book.remove(FRANCE.area());

    assertFalse(book.fill(SOME));
    assertEquals(List.of(), book.load().all());
  }

  @Test
  public void all_are_replaced_at_once() {
    LeadTimeBook book = neverFilled();
    book.fill(SOME);
    long revision = book.revision();
    book.replaceAll(List.of(FRANCE));

    assertEquals(List.of(FRANCE), book.load().all());
    assertTrue(book.revision() > revision);
  }

  @Test
  public void one_is_added_and_replaced() {
    LeadTimeBook book = neverFilled();
    book.fill(SOME);
    long revision = book.revision();

    assertTrue(book.put(FRANCE));
    assertTrue(book.revision() > revision);
    revision = book.revision();
    LeadTime slower = Table.row("FR,2,5,Mon,12:00,");
    assertFalse(book.put(slower));
    assertTrue(book.revision() > revision);
    assertEquals(slower, book.load().find(Table.destination("FR-75001")).orElseThrow());
    assertEquals(4, book.load().all().size());
  }

  @Test
  public void one_is_removed_and_only_that() {
    LeadTimeBook book = neverFilled();
    book.fill(SOME);
    long revision = book.revision();

    assertTrue(book.remove(Table.area("GB")));
    assertEquals(List.of(SOME.get(0), SOME.get(2)), book.load().all());
    assertTrue(book.revision() > revision);
    assertTrue(book.remove(Area.ELSEWHERE));
    assertEquals(List.of(SOME.get(2)), book.load().all());
  }

  @Test
  public void removing_what_is_not_there_is_no_edit() {
    LeadTimeBook book = neverFilled();
    book.fill(SOME);
    long revision = book.revision();

    assertFalse(book.remove(Table.area("GB-B")));
    assertEquals(revision, book.revision());
    assertEquals(SOME, book.load().all());
  }
}
