package dev.ficus.legacy.redriving;

import dev.ficus.legacy.dialect.Dialect;
import java.util.Optional;

/** The ways in at which the adapter is called, as they are configured today. */
public interface ServedFeeds {

  /** How calls are said that come by this way; empty when it is no longer there. */
  Optional<Dialect> dialect(String feed);
}
