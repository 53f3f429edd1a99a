package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.InMemoryLedger;
import dev.ficus.legacy.quarantine.InMemoryEntries;
import dev.ficus.legacy.quarantine.InMemoryQuarantine;
import dev.ficus.legacy.stock.InMemoryBatchLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Intake of orders and stock with a fake of each port, started. */
public final class TestIntake implements AutoCloseable {

  /** How long an order waits for routes, and how many do. */
  private record Holding(Duration atMost, int orders) implements HoldingSettings {}

  private final InMemoryEntries entries = new InMemoryEntries();
  private final InMemoryLedger ledger = new InMemoryLedger(entries);
  private final InMemoryBatchLedger batches = new InMemoryBatchLedger(entries);
  private final FakeCommands commands = new FakeCommands();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final OrderIntake orders;
  private final StockIntake stock;
  private final ProductIntake products;
  private final InMemoryOpenProducts openProducts = new InMemoryOpenProducts();

  public TestIntake() {
    IntakeMeters intakeMeters = new IntakeMeters(meters);
    orders = new OrderIntake(ledger, commands, intakeMeters, new Holding(Duration.ofMinutes(1), 2));
    products = new ProductIntake(openProducts, commands, intakeMeters);
    stock = new StockIntake(batches, shop -> shop, products, commands, intakeMeters);
    orders.start(null);
    products.start(null);
    stock.start(null);
  }

  @Override
  public void close() throws InterruptedException {
    orders.stop(null);
    stock.stop(null);
    products.stop(null);
  }

  public OrderIntake orders() {
    return orders;
  }

  public StockIntake stock() {
    return stock;
  }

  ProductIntake products() {
    return products;
  }

  InMemoryOpenProducts openProducts() {
    return openProducts;
  }

  public InMemoryLedger ledger() {
    return ledger;
  }

  public InMemoryBatchLedger batches() {
    return batches;
  }

  public InMemoryQuarantine quarantine() {
    return new InMemoryQuarantine(entries, ledger, batches);
  }

  public FakeCommands commands() {
    return commands;
  }

  public MeterRegistry meters() {
    return meters;
  }

  double count(String counter, String... tags) {
    return meters.get(counter).tags(tags).counter().count();
  }
}
