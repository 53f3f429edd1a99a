package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulated monolith, as a process of its own. */
public final class SimulatedMonolith {
  private final OldWorldProcess process;

  private SimulatedMonolith(OldWorldProcess process) {
    this.process = process;
  }

  /** A line of an order that the monolith has. */
  public record MonolithLine(String order, String sku) {}

  /**
   * Stock of a SKU in the monolith.
   *
   * @param physical units in the warehouse
   * @param promised units of these that its lines have
   */
  public record MonolithStock(String sku, int physical, int promised) {}

  /**
   * Starts the monolith; it ends with the launcher.
   *
   * @param feed the real orders, of whose SKUs it has stock
   * @param javaOptions of its process
   * @param more options of the monolith, such as how it decides
   */
  public static SimulatedMonolith start(
      Launcher launcher, Path feed, List<String> javaOptions, List<String> more)
      throws IOException {
    List<String> options = new ArrayList<>(List.of("--orders", feed.toString()));
    options.addAll(more);
    return new SimulatedMonolith(OldWorldProcess.monolith(launcher, javaOptions, options));
  }

  public long pid() {
    return process.pid();
  }

  /** Where its XML-RPC interface is. */
  public URI address() {
    return process.api();
  }

  /** The lines of all its orders that are not cancelled. */
  public List<MonolithLine> lines() throws IOException {
    return process.table("orders").stream()
        .map(row -> new MonolithLine(row.get("order"), row.get("sku")))
        .toList();
  }

  /** The stock of every SKU. */
  public List<MonolithStock> stock() throws IOException {
    return process.table("stock").stream()
        .map(
            row ->
                new MonolithStock(
                    row.get("sku"),
                    OldWorldProcess.number(row, "physical"),
                    OldWorldProcess.number(row, "promised")))
        .toList();
  }

  /** Units of a SKU come in, as a batch of their own. */
  public void receive(String batchref, String sku, int units) throws IOException {
    process.act(
        "batches?reference=%s&sku=%s&qty=%d"
            .formatted(Http.encode(batchref), Http.encode(sku), units));
  }

  /** Reports every figure to the shop; returns when the shop has answered. */
  public void report() throws IOException {
    process.act("figures?all=yes");
  }
}
