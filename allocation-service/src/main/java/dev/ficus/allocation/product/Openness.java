package dev.ficus.allocation.product;

import java.util.OptionalLong;

/**
 * Whether a product is open or closed: a register that keeps the highest revision that came. A
 * product that nobody has opened or closed is open.
 *
 * @param revision of what opened or closed it last; empty while nobody has
 */
public record Openness(boolean isClosed, OptionalLong revision) {
  public static final Openness NEVER_SET = new Openness(false, OptionalLong.empty());

  public Openness {
    if (isClosed && revision.isEmpty()) {
      throw new IllegalStateException("a product is closed by a revision");
    }
  }

  static Openness openedBy(long revision) {
    return new Openness(false, OptionalLong.of(revision));
  }

  static Openness closedBy(long revision) {
    return new Openness(true, OptionalLong.of(revision));
  }

  /** Whether that revision, or a higher one, has come before. */
  boolean hasSeen(long revision) {
    return this.revision.isPresent() && revision <= this.revision.getAsLong();
  }
}
