package dev.ficus.availability;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts a {@link FakeAllocation} with one product before the service starts. */
public class FakeAllocationResource implements QuarkusTestResourceLifecycleManager {

  /** A product that was there before the service, and of which no event is ever published. */
  public static final String ALREADY_THERE = "ALREADY_THERE";

  private FakeAllocation allocation;

  @Override
  public Map<String, String> start() {
    try {
      allocation = new FakeAllocation();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    String url = allocation.url().toString();
    FakeAllocation.put(
        url,
        ALREADY_THERE,
        41,
        "[{\"batchref\":\"b1\",\"qty\":9,\"allocated\":2,\"available\":7},"
            + "{\"batchref\":\"b2\",\"qty\":5,\"allocated\":0,\"available\":5,"
            + "\"eta\":\"2999-12-31\"}]");
    return Map.of("ficus.availability.allocation-url", url);
  }

  @Override
  public void stop() {
    if (allocation != null) {
      allocation.close();
    }
  }
}
