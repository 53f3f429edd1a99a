package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.ChangeBatchEta;
import dev.ficus.allocation.message.Command.ChangeBatchQuantity;
import dev.ficus.allocation.message.Command.CloseProduct;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Command.Despatch;
import dev.ficus.allocation.message.Command.OpenProduct;
import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import java.util.Map;
import java.util.OptionalLong;

/** The command handlers: every command has exactly one. */
final class CommandHandlers {

  @FunctionalInterface
  private interface CommandHandler<C extends Command> {
    Outcome handle(C command, Product product);
  }

  private static final Map<Class<? extends Command>, CommandHandler<? extends Command>> BY_COMMAND =
      Map.of(
          CreateBatch.class, (CommandHandler<CreateBatch>) CommandHandlers::createBatch,
          ChangeBatchQuantity.class,
              (CommandHandler<ChangeBatchQuantity>) CommandHandlers::changeBatchQuantity,
          ChangeBatchEta.class, (CommandHandler<ChangeBatchEta>) CommandHandlers::changeBatchEta,
          Allocate.class, (CommandHandler<Allocate>) CommandHandlers::allocate,
          Deallocate.class, (CommandHandler<Deallocate>) CommandHandlers::deallocate,
          Despatch.class, (CommandHandler<Despatch>) CommandHandlers::despatch,
          OpenProduct.class, (CommandHandler<OpenProduct>) CommandHandlers::openProduct,
          CloseProduct.class, (CommandHandler<CloseProduct>) CommandHandlers::closeProduct);

  private CommandHandlers() {}

  static boolean handles(Class<?> command) {
    return BY_COMMAND.containsKey(command);
  }

  @SuppressWarnings("unchecked")
  static Outcome handle(Command command, Product product) {
    return ((CommandHandler<Command>) BY_COMMAND.get(command.getClass())).handle(command, product);
  }

  private static Outcome createBatch(CreateBatch command, Product product) {
    return product.createBatch(command.batchref(), command.qty(), command.eta());
  }

  private static Outcome changeBatchQuantity(ChangeBatchQuantity command, Product product) {
    return product.changeBatchQuantity(
        command.batchref(), command.qty(), optional(command.revision()));
  }

  private static Outcome changeBatchEta(ChangeBatchEta command, Product product) {
    return product.changeBatchEta(command.batchref(), command.eta(), optional(command.revision()));
  }

  private static Outcome allocate(Allocate command, Product product) {
    return product.allocate(line(command), command.qty(), command.revision());
  }

  private static Outcome deallocate(Deallocate command, Product product) {
    return product.deallocate(line(command), command.reason(), command.revision());
  }

  private static Outcome despatch(Despatch command, Product product) {
    return product.despatch(line(command), command.revision());
  }

  private static Outcome openProduct(OpenProduct command, Product product) {
    return product.open(command.revision());
  }

  private static Outcome closeProduct(CloseProduct command, Product product) {
    return product.close(command.revision());
  }

  private static LineKey line(Command.OfLine command) {
    return new LineKey(command.orderid(), command.lineid());
  }

  private static OptionalLong optional(Long revision) {
    return revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
  }
}
