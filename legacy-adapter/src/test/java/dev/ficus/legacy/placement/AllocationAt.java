package dev.ficus.legacy.placement;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.access.OwnToken;
import java.net.URI;

/** The client of an allocation-service at an address of a test. */
public final class AllocationAt {

  private AllocationAt() {}

  /** The client. */
  public static AllocationService address(URI address) {
    return new AllocationService(() -> address, OwnToken.none(), new ObjectMapper());
  }
}
