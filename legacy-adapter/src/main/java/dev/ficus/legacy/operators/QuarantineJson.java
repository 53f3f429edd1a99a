package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.quarantine.Action;
import dev.ficus.legacy.quarantine.Entry;
import dev.ficus.legacy.quarantine.Redriven;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** JSON of the quarantine: its entries, what was done about them and what came of redriving. */
public final class QuarantineJson {

  private QuarantineJson() {}

  /**
   * Entry without the call it came in.
   *
   * @param subject what it is about: an order, a line or stock
   * @param seen how often it came
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EntryJson(
      long id,
      String state,
      String shop,
      String orderNumber,
      String sku,
      String lineid,
      String qty,
      String subject,
      String reason,
      String feed,
      String correlationId,
      Instant receivedAt,
      Instant lastSeenAt,
      int seen) {

    static EntryJson of(Entry entry) {
      return new EntryJson(
          entry.id(),
          entry.state().code(),
          entry.shop(),
          entry.number(),
          entry.sku(),
          entry.lineid(),
          entry.qty(),
          entry.subject().code(),
          entry.reason().code(),
          entry.feed(),
          entry.correlation(),
          entry.receivedAt(),
          entry.lastSeenAt(),
          entry.seen());
    }
  }

  /**
   * Page of entries.
   *
   * @param next to be given as {@code after} for the next page; absent on the last
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EntryPage(List<EntryJson> entries, Long next) {}

  /**
   * Entry with the call it came in, its bytes read as tolerantly as when it came.
   *
   * @param rawXml absent once it has been deleted for its age
   * @param actions what operators did about it, the first action first
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EntryDetail(EntryJson entry, String rawXml, List<ActionJson> actions) {}

  /** Action of an operator about an entry. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ActionJson(
      Instant at, String by, String action, String why, String outcome, String detail) {

    static ActionJson of(Action action) {
      return new ActionJson(
          action.at(),
          action.by(),
          action.action(),
          action.why(),
          action.outcome(),
          action.detail().orElse(null));
    }
  }

  /**
   * Request to redrive or discard: who wants it, and why.
   *
   * @param by 1 to 500 characters
   * @param reason 1 to 500 characters; may be left out for redriving
   */
  @RegisterForReflection
  public record ActionRequest(String by, String reason) {}

  /**
   * Result of redriving an entry.
   *
   * @param detail the explanation, where the outcome alone does not explain it
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RedrivenJson(
      long id,
      String outcome,
      String detail,
      List<CommandJson> commands,
      List<String> reasons,
      boolean held,
      boolean confirmed) {

    static RedrivenJson of(Redriven redriven) {
      return new RedrivenJson(
          redriven.id(),
          redriven.outcome().code(),
          redriven.detail().orElse(null),
          redriven.commands().stream().map(CommandJson::of).toList(),
          redriven.reasons().stream().map(Reason::code).toList(),
          redriven.held(),
          redriven.confirmed());
    }
  }

  /** Command for allocation-service, about a line of an order or about a batch. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CommandJson(
      String command,
      String orderid,
      String batchref,
      String sku,
      String lineid,
      Integer qty,
      LocalDate eta,
      int revision) {

    static CommandJson of(Command command) {
      return command instanceof Command.BatchCommand ofBatch
          ? of(ofBatch)
          : of((Command.LineCommand) command);
    }

    private static CommandJson of(Command.LineCommand command) {
      return new CommandJson(
          command.name(),
          command.orderid(),
          null,
          command.sku(),
          command.line().lineid(),
          command instanceof Command.Allocate allocate ? allocate.qty() : null,
          null,
          command.revision());
    }

    private static CommandJson of(Command.BatchCommand command) {
      Integer qty = null;
      LocalDate eta = null;
      if (command instanceof Command.CreateBatch created) {
        qty = created.qty();
        eta = created.eta().orElse(null);
      } else if (command instanceof Command.ChangeBatchQuantity resized) {
        qty = resized.qty();
      } else if (command instanceof Command.ChangeBatchEta moved) {
        eta = moved.eta().orElse(null);
      }
      return new CommandJson(
          command.name(),
          null,
          command.batchref(),
          command.sku(),
          null,
          qty,
          eta,
          command.revision());
    }
  }

  /**
   * Result of redriving many entries.
   *
   * @param outcomes the number of entries by outcome
   * @param next to be given as {@code after} to go on; absent when all were tried
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RedrivenPage(Map<String, Long> outcomes, List<RedrivenJson> results, Long next) {}
}
