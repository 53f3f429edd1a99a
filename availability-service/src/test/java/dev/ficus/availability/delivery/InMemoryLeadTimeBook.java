package dev.ficus.availability.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Lead times for tests; it can be taken away. */
public final class InMemoryLeadTimeBook implements LeadTimeBook {

  private final Map<Area, LeadTime> leadTimes = new HashMap<>();
  private long revision;
  private boolean away;
  private Error failure;

  public void away(boolean now) {
    away = now;
  }

  /** Fails so from now on; null for no more. */
  public void failing(Error with) {
    failure = with;
  }

  @Override
  public LeadTimes load() {
    return LeadTimes.of(revision(), leadTimes.values());
  }

  @Override
  public long revision() {
    if (failure != null) {
      throw failure;
    }
    if (away) {
      throw new LeadTimesUnavailable("taken away");
    }
    return revision;
  }

  @Override
  public boolean fill(Collection<LeadTime> first) {
    if (revision() > 0) {
      return false;
    }
    replaceAll(first);
    return true;
  }

  @Override
  public void replaceAll(Collection<LeadTime> others) {
    revision = revision() + 1;
    leadTimes.clear();
    others.forEach(each -> leadTimes.put(each.area(), each));
  }

  @Override
  public boolean put(LeadTime leadTime) {
    revision = revision() + 1;
    return leadTimes.put(leadTime.area(), leadTime) == null;
  }

  @Override
  public boolean remove(Area area) {
    long before = revision();
    boolean removed = leadTimes.remove(area) != null;
    revision = removed ? before + 1 : before;
    return removed;
  }
}
