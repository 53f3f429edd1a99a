package dev.ficus.legacy.shadow;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.Commands.Outgoing;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Change as it is fed: the same commands whenever and however often it is sent.
 *
 * @param fed its place among all that is fed
 * @param batches those whose quantity or day is sent with it, in their order; each takes a place,
 *     the first one that of the change
 * @param earlier where the SKU is based, the lines that were fed in earlier basings of it
 */
public record Feeding(
    ShadowChange change, long fed, List<SizedBatch> batches, List<ShadowLine> earlier) {

  private static final String TAKEN_OUT = "the SKU is based anew in the shadow";

  /**
   * Batch with a quantity by a revision.
   *
   * @param named whether it is a named batch, and its day is sent as well
   * @param eta the day on which it is expected; empty when it is in the warehouse
   */
  public record SizedBatch(
      String batchref, int units, int revision, boolean named, Optional<LocalDate> eta) {

    /** Batch of a figure. */
    public SizedBatch(String batchref, int units, int revision) {
      this(batchref, units, revision, false, Optional.empty());
    }

    /** Whether the shadow may not have it yet. */
    private boolean isFirst() {
      return revision == 2;
    }
  }

  /** The commands, in their order. */
  public List<Outgoing> commands() {
    List<Command> commands = new ArrayList<>();
    if (change instanceof LineShown shown) {
      commands.addAll(Command.of(shown.order(), line(shown)));
    }
    batches.stream()
        .filter(sized -> sized.isFirst() || change instanceof SkuBased)
        .forEach(
            sized ->
                commands.add(
                    new Command.CreateBatch(sized.batchref(), change.sku(), 0, Optional.empty())));
    earlier.forEach(line -> commands.addAll(takenOut(line)));
    for (SizedBatch sized : batches) {
      if (sized.named()) {
        commands.add(
            new Command.ChangeBatchEta(
                sized.batchref(), change.sku(), sized.eta(), sized.revision()));
      }
      commands.add(
          new Command.ChangeBatchQuantity(
              sized.batchref(), change.sku(), sized.units(), sized.revision()));
    }
    String correlation = change instanceof LineShown shown ? shown.correlation() : "shadow-" + fed;
    return commands.stream().map(command -> new Outgoing(command, correlation)).toList();
  }

  private static LedgerLine line(LineShown shown) {
    return new LedgerLine(
        shown.line(),
        shown.quantity(),
        shown.revision(),
        shown.cancelledFor(),
        shown.state() == LineState.DESPATCHED,
        Owner.MONOLITH,
        false,
        shown.correlation());
  }

  /**
   * A line of an earlier basing gives its units back, by a revision that the ledger never sends:
   * the line is not fed any more. What has left stays where it is, and is said once more, lest it
   * was never heard.
   */
  private static List<Command> takenOut(ShadowLine line) {
    String orderid = line.id().order().orderid();
    return line.state() == LineState.DESPATCHED
        ? List.of(
            new Command.Allocate(orderid, line.id().line(), line.quantity(), line.revision() - 1),
            new Command.Despatch(orderid, line.id().line(), line.revision()))
        : List.of(
            new Command.Deallocate(orderid, line.id().line(), TAKEN_OUT, line.revision() + 1));
  }
}
