package dev.ficus.legacy.translating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever a shop does to an order, and whatever happens to the commands on their way, allocation
 * ends with what the shop said last.
 */
class LossyNetworkTest {

  /** A shop's next word on the order: what it now holds, or, null, that it is cancelled. */
  private record Step(Map<LineKey, Integer> shown) {}

  /** What allocation-service does with a line: the higher revision wins. */
  private static final class Registers {
    private final Map<LineKey, Command.OfLine> latest = new HashMap<>();

    void receive(Command.OfLine command) {
      latest.merge(command.line(), command, (a, b) -> b.revision() > a.revision() ? b : a);
    }

    Map<LineKey, Integer> allocated() {
      Map<LineKey, Integer> lines = new HashMap<>();
      latest.forEach(
          (line, command) -> {
            if (command instanceof Command.Allocate allocate) {
              lines.put(line, allocate.qty());
            }
          });
      return lines;
    }
  }

  @Property(tries = 2000)
  void allocation_ends_with_what_the_shop_said_last(
      @ForAll("steps") List<Step> steps, @ForAll long chance) {
    Random random = new Random(chance);
    SeenOrder order = new SeenOrder();
    Registers allocation = new Registers();
    List<Command.OfLine> late = new ArrayList<>();
    Map<LineKey, Integer> wanted = Map.of();
    Map<LineKey, Integer> lastShown = null;
    for (Step step : steps) {
      if (step.shown() == null) {
        order.cancel();
        wanted = Map.of();
      } else {
        order.shows(items(step.shown()));
        // What was shown before says nothing new, not even after a cancellation.
        wanted = step.shown().equals(lastShown) ? wanted : step.shown();
        lastShown = step.shown();
      }
      for (Command.OfLine command : order.due()) {
        switch (random.nextInt(5)) {
          case 0 -> {} // lost before the broker had it
          case 1 -> allocation.receive(command); // arrived, the confirm was lost
          case 2 -> late.add(command); // on its way, and nobody knows
          case 3 -> {
            late.add(command);
            allocation.receive(command);
            order.confirmed(command);
          }
          default -> {
            allocation.receive(command);
            order.confirmed(command);
          }
        }
      }
    }
    order.due().forEach(allocation::receive);
    Collections.shuffle(late, random);
    late.forEach(allocation::receive);
    assertEquals(wanted, allocation.allocated());
  }

  @Property(tries = 500)
  void a_message_id_never_means_two_things(@ForAll("steps") List<Step> steps) {
    SeenOrder order = new SeenOrder();
    Map<UUID, Command.OfLine> sent = new HashMap<>();
    Map<LineKey, Integer> revisions = new HashMap<>();
    for (Step step : steps) {
      if (step.shown() == null) {
        order.cancel();
      } else {
        order.shows(items(step.shown()));
      }
      Set<LineKey> raised = new HashSet<>();
      for (Command.OfLine command : order.due()) {
        Command.OfLine before = sent.put(command.messageId(), command);
        assertTrue(before == null || before.equals(command));
        int revision = command.revision();
        int known = revisions.getOrDefault(command.line(), 0);
        assertTrue(revision == known || revision == known + 1 && raised.add(command.line()));
        revisions.put(command.line(), revision);
      }
    }
  }

  @Property(tries = 500)
  void the_last_word_said_again_changes_nothing(@ForAll("steps") List<Step> steps) {
    SeenOrder order = new SeenOrder();
    for (Step step : steps) {
      List<String> first = step.shown() == null ? order.cancel() : order.shows(items(step.shown()));
      List<String> again = step.shown() == null ? order.cancel() : order.shows(items(step.shown()));
      assertEquals(List.of(), again, () -> "after " + first);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<LineKey> keys =
        Combinators.combine(Arbitraries.of("A", "B"), Arbitraries.of("1", "2")).as(LineKey::new);
    Arbitrary<Step> shown =
        Arbitraries.maps(keys, Arbitraries.integers().between(1, 3))
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(Step::new);
    return Arbitraries.frequencyOf(
            Tuple.of(4, shown), Tuple.of(1, Arbitraries.create(() -> new Step(null))))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static OldItem[] items(Map<LineKey, Integer> lines) {
    return lines.entrySet().stream()
        .map(
            line ->
                new OldItem(
                    line.getKey().lineid(),
                    null,
                    line.getKey().sku(),
                    Integer.toString(line.getValue())))
        .toArray(OldItem[]::new);
  }
}
