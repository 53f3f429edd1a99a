package dev.ficus.availability.leadtimes;

import dev.ficus.availability.Unexpected;
import dev.ficus.availability.delivery.Area;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.delivery.LeadTimes;
import dev.ficus.availability.delivery.LeadTimesUnavailable;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The lead times in force, kept in memory, so that answers neither wait for the database nor need
 * it. Edits made here are in force when the call returns; those of other instances with the next
 * look.
 */
@Singleton
public class CurrentLeadTimes {

  private static final Logger LOG = Logger.getLogger(CurrentLeadTimes.class);

  private final LeadTimeBook book;
  private volatile LeadTimes present = LeadTimes.NONE;
  private volatile boolean away;

  CurrentLeadTimes(LeadTimeBook book) {
    this.book = book;
  }

  /** The lead times in force. Ask once per answer: the next call may give others. */
  public LeadTimes present() {
    return present;
  }

  /**
   * Puts these in place of all there are; each area once.
   *
   * @throws LeadTimesUnavailable if it may not have taken effect
   */
  public void replaceAll(Collection<LeadTime> leadTimes) {
    edit(
        () -> {
          book.replaceAll(leadTimes);
          return null;
        });
  }

  /**
   * Adds this one, or puts it in place of its area's.
   *
   * @return whether the area had none
   * @throws LeadTimesUnavailable if it may not have taken effect
   */
  public boolean put(LeadTime leadTime) {
    return edit(() -> book.put(leadTime));
  }

  /**
   * Removes the lead time of exactly this area.
   *
   * @return whether there was one
   * @throws LeadTimesUnavailable if it may not have taken effect
   */
  public boolean remove(Area area) {
    return edit(() -> book.remove(area));
  }

  private <T> T edit(Supplier<T> edit) {
    T result = edit.get();
    try {
      load();
    } catch (LeadTimesUnavailable afterwards) {
      // The edit is made: it comes into force with the next look.
      LOG.warnf("The lead times were edited, but cannot be read again yet: %s", afterwards);
    }
    return result;
  }

  /** One load after the other, so that an older one never comes last. */
  synchronized void load() {
    present = book.load();
  }

  /** Loads the lead times if they were edited; goes on with the last ones while it cannot. */
  void look() {
    try {
      if (book.revision() != present.revision()) {
        load();
        LOG.infof("The lead times are those of revision %d now", present.revision());
      }
      away = false;
    } catch (LeadTimesUnavailable failure) {
      if (!away) {
        LOG.warnf(failure, "The lead times cannot be looked at; those of before stay in force");
      }
      away = true;
    } catch (RuntimeException | Error failure) {
      // A defect is no reason to look less often.
      Unexpected.met("lead-times", failure);
    }
  }
}
