package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A simulated old shop that has products and sends no order, as a process of its own. */
public final class ProductShop {
  private final OldWorldProcess process;

  private ProductShop(OldWorldProcess process) {
    this.process = process;
  }

  /**
   * Starts the shop; it ends with the launcher.
   *
   * @param feed orders of which it has the products, none of them in stock
   * @param javaOptions of its process
   */
  public static ProductShop start(Launcher launcher, Path feed, List<String> javaOptions)
      throws IOException {
    return new ProductShop(OldWorldProcess.products(launcher, javaOptions, feed));
  }

  public long pid() {
    return process.pid();
  }

  /** Where its XML-RPC interface is. */
  public URI address() {
    return process.api();
  }
}
