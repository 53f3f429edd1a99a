package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import java.util.Map;
import java.util.Optional;

/** Which code handles which command: every command has exactly one handler. */
final class Handlers {

  @FunctionalInterface
  private interface Handler<C extends Command> {
    Outcome handle(C command, Product product, Products products);
  }

  private static final Map<Class<? extends Command>, Handler<? extends Command>> BY_COMMAND =
      Map.of(
          CreateBatch.class, (Handler<CreateBatch>) Handlers::createBatch,
          Allocate.class, (Handler<Allocate>) Handlers::allocate,
          Deallocate.class, (Handler<Deallocate>) Handlers::deallocate);

  private Handlers() {}

  static boolean handles(Class<?> command) {
    return BY_COMMAND.containsKey(command);
  }

  @SuppressWarnings("unchecked")
  static Outcome handle(Command command, Product product, Products products) {
    return ((Handler<Command>) BY_COMMAND.get(command.getClass()))
        .handle(command, product, products);
  }

  private static Outcome createBatch(CreateBatch command, Product product, Products products) {
    Optional<String> owner =
        products.skuOfBatch(command.batchref()).filter(sku -> !sku.equals(command.sku()));
    if (owner.isPresent()) {
      return new Outcome.Refused(
          "batch_exists",
          "batchref",
          "batch %s belongs to sku %s".formatted(command.batchref(), owner.get()));
    }
    return product.createBatch(command.batchref(), command.qty(), command.eta());
  }

  private static Outcome allocate(Allocate command, Product product, Products products) {
    LineKey line = new LineKey(command.orderid(), command.lineid());
    return product.allocate(line, command.qty(), command.revision());
  }

  private static Outcome deallocate(Deallocate command, Product product, Products products) {
    LineKey line = new LineKey(command.orderid(), command.lineid());
    return product.deallocate(line, command.reason(), command.revision());
  }
}
