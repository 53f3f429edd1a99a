package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Result of redriving an entry.
 *
 * @param detail the explanation, where a word is not enough; nothing of the call's content
 * @param commands what follows for allocation-service; none, where the ledger knew it all already
 * @param reasons why something is still refused
 * @param held whether the commands wait for another line of the order
 * @param confirmed whether the broker has all commands; those it has not are sent again by
 *     themselves
 */
public record Redriven(
    long id,
    RedriveOutcome outcome,
    Optional<String> detail,
    List<Command> commands,
    List<Reason> reasons,
    boolean held,
    boolean confirmed) {

  /** Outcome of redriving. */
  public enum RedriveOutcome {
    /** It is translated; the entry is redriven. */
    TRANSLATED,
    /** A later change of the order or a later report on the stock counts; it is redriven. */
    SUPERSEDED,
    /** It cannot be translated by today's rules either; the entry waits. */
    STILL_REFUSED,
    /** By today's rules it is not found in the call any more; the entry waits. */
    NOT_FOUND,
    /** By today's rules it means something that contradicts the ledger; the entry waits. */
    CONTRADICTED,
    /** Products in it change their route at present; the entry waits to be redriven later. */
    LATER,
    /** Nobody waits for it: somebody else was first. */
    NOT_WAITING,
    /** The call has been deleted for its age; the entry waits to be discarded. */
    CALL_DELETED,
    /** The feed by which it came, or its shop, is not configured any more; the entry waits. */
    NO_SUCH_FEED,
    /** It failed unexpectedly, which is logged; the entry waits. */
    FAILED;

    /** The stable code. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the entry goes on waiting. */
  boolean waits() {
    return outcome != RedriveOutcome.TRANSLATED && outcome != RedriveOutcome.SUPERSEDED;
  }

  /** The results of all parts of one entry together; it waits as long as one of them does. */
  static Redriven together(List<Redriven> parts) {
    boolean superseded = parts.stream().allMatch(part -> part.outcome == RedriveOutcome.SUPERSEDED);
    Optional<Redriven> waiting = parts.stream().filter(Redriven::waits).findFirst();
    return new Redriven(
        parts.get(0).id,
        waiting
            .map(Redriven::outcome)
            .orElse(superseded ? RedriveOutcome.SUPERSEDED : RedriveOutcome.TRANSLATED),
        waiting.flatMap(Redriven::detail),
        parts.stream().flatMap(part -> part.commands.stream()).toList(),
        parts.stream().flatMap(part -> part.reasons.stream()).toList(),
        parts.stream().anyMatch(Redriven::held),
        parts.stream().allMatch(Redriven::confirmed));
  }

  /** The same, and a part of the entry is refused as it was. */
  Redriven butStill(Reason reason, String detail) {
    List<Reason> all = Stream.concat(reasons.stream(), Stream.of(reason)).toList();
    return new Redriven(
        id, RedriveOutcome.STILL_REFUSED, Optional.of(detail), commands, all, held, confirmed);
  }

  static Redriven none(long id, RedriveOutcome outcome) {
    return new Redriven(id, outcome, Optional.empty(), List.of(), List.of(), false, true);
  }
}
