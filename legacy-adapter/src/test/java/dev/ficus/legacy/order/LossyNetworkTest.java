package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever a shop does to an order, and whatever happens to the commands on their way, allocation
 * ends with what the shop showed last.
 */
class LossyNetworkTest {

  /**
   * A shop's next word on the order.
   *
   * @param shown what it now holds; null when it is cancelled
   * @param shipped which of its lines are shipped
   */
  private record Step(Map<LineKey, Integer> shown, Set<LineKey> shipped) {
    private Step {
      Set<LineKey> lines = shown == null ? Set.of() : shown.keySet();
      shipped = shipped.stream().filter(lines::contains).collect(Collectors.toSet());
    }
  }

  /** What allocation-service does with a line: the higher revision wins, a despatch is final. */
  private static final class LineRegisters {
    private final Map<LineKey, Command.LineCommand> wanted = new HashMap<>();
    private final Map<LineKey, Command.LineCommand> despatched = new HashMap<>();

    void receive(Command.LineCommand command) {
      boolean despatch = command instanceof Command.Despatch;
      (despatch ? despatched : wanted)
          .merge(command.line(), command, (a, b) -> b.revision() > a.revision() ? b : a);
      Command.LineCommand shipped = despatched.get(command.line());
      Command.LineCommand last = wanted.get(command.line());
      assertTrue(shipped == null || last == null || last.revision() < shipped.revision());
    }

    Map<LineKey, Integer> allocated() {
      Map<LineKey, Integer> lines = new HashMap<>();
      wanted.forEach(
          (line, command) -> {
            if (command instanceof Command.Allocate allocate) {
              lines.put(line, allocate.qty());
            }
          });
      return lines;
    }

    Set<LineKey> despatched() {
      return despatched.keySet();
    }
  }

  /** What the shop's words come to. */
  private static final class SendingShop {
    private final Map<LineKey, Integer> wanted = new HashMap<>();
    private final Set<LineKey> shipped = new HashSet<>();
    private Step last;

    void shows(Step step) {
      boolean cancelled = step.shown() == null;
      // What was shown before changes nothing, not even after a cancellation.
      if (step.equals(last)) {
        return;
      }
      last = cancelled ? last : step;
      Map<LineKey, Integer> shown = cancelled ? Map.of() : step.shown();
      wanted.keySet().removeIf(line -> !shipped.contains(line) && !shown.containsKey(line));
      shown.forEach(
          (line, units) -> {
            if (!shipped.contains(line)) {
              wanted.put(line, units);
            }
          });
      shipped.addAll(step.shipped());
    }
  }

  @Property(tries = 2000)
  void allocation_ends_with_what_the_shop_showed_last(
      @ForAll("steps") List<Step> steps, @ForAll long chance) {
    Random random = new Random(chance);
    OneOrder order = new OneOrder();
    LineRegisters allocation = new LineRegisters();
    List<Command.LineCommand> late = new ArrayList<>();
    SendingShop shop = new SendingShop();
    for (Step step : steps) {
      shop.shows(step);
      show(order, step);
      for (List<Command.LineCommand> ofLine : order.due()) {
        boolean confirmed = true;
        for (Command.LineCommand command : ofLine) {
          switch (random.nextInt(5)) {
            case 0 -> confirmed = false; // lost before the broker had it
            case 1 -> { // arrived, the confirm was lost
              allocation.receive(command);
              confirmed = false;
            }
            case 2 -> { // on its way, and nobody knows
              late.add(command);
              confirmed = false;
            }
            case 3 -> {
              late.add(command);
              allocation.receive(command);
            }
            default -> allocation.receive(command);
          }
        }
        if (confirmed) {
          order.confirmed(ofLine.get(ofLine.size() - 1));
        }
      }
    }
    order.due().forEach(ofLine -> ofLine.forEach(allocation::receive));
    Collections.shuffle(late, random);
    late.forEach(allocation::receive);
    assertEquals(shop.wanted, allocation.allocated());
    assertEquals(shop.shipped, allocation.despatched());
  }

  private static List<String> show(OneOrder order, Step step) {
    return step.shown() == null ? order.cancel() : order.shows(items(step));
  }

  @Property(tries = 500)
  void a_message_id_never_means_two_things(@ForAll("steps") List<Step> steps) {
    OneOrder order = new OneOrder();
    Map<UUID, Command.LineCommand> sent = new HashMap<>();
    Map<LineKey, Integer> revisions = new HashMap<>();
    for (Step step : steps) {
      show(order, step);
      Set<LineKey> raised = new HashSet<>();
      for (Command.LineCommand command : order.due().stream().flatMap(List::stream).toList()) {
        Command.LineCommand before = sent.put(command.messageId(), command);
        assertTrue(before == null || before.equals(command));
        int revision = command.revision();
        int known = revisions.getOrDefault(command.line(), 0);
        boolean next = command instanceof Command.Despatch || raised.add(command.line());
        assertTrue(revision <= known || revision == known + 1 && next);
        revisions.merge(command.line(), revision, Math::max);
      }
    }
  }

  @Property(tries = 500)
  void the_last_state_shown_again_changes_nothing(@ForAll("steps") List<Step> steps) {
    OneOrder order = new OneOrder();
    for (Step step : steps) {
      List<String> first = show(order, step);
      List<String> again = show(order, step);
      assertEquals(List.of(), again, () -> "after " + first);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<LineKey> keys =
        Combinators.combine(Arbitraries.of("A", "B"), Arbitraries.of("1", "2")).as(LineKey::new);
    Arbitrary<Map<LineKey, Integer>> shown =
        Arbitraries.maps(keys, Arbitraries.integers().between(1, 3)).ofMinSize(1).ofMaxSize(4);
    Arbitrary<Set<LineKey>> shipped =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.create(Set::of)), Tuple.of(1, keys.set().ofMaxSize(2)));
    Arbitrary<Step> shows = Combinators.combine(shown, shipped).as(Step::new);
    return Arbitraries.frequencyOf(
            Tuple.of(4, shows), Tuple.of(1, Arbitraries.create(() -> new Step(null, Set.of()))))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static OldItem[] items(Step step) {
    return step.shown().entrySet().stream()
        .map(
            line -> {
              String units = Integer.toString(line.getValue());
              LineKey key = line.getKey();
              String shipped = step.shipped().contains(key) ? units : null;
              return new OldItem(key.lineid(), null, key.sku(), units, null, null, shipped);
            })
        .toArray(OldItem[]::new);
  }
}
