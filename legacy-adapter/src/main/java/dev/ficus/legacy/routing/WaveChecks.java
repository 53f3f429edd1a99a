package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Checks of a wave, in the order in which they are made. Each is made, whatever the others say:
 * whoever has asked gets all that is to be mended at once.
 */
final class WaveChecks {

  private final List<CutOverCheck> checks = new ArrayList<>();

  List<CutOverCheck> all() {
    return List.copyOf(checks);
  }

  /** Nothing is halted, and no other wave is on its way. */
  void nothingElse(boolean halted, OptionalLong onItsWay) {
    add(
        "halted",
        halted ? "yes" : "no",
        "no",
        !halted,
        "resume first (GET /strangling/halt says who has halted, and why)");
    add(
        "running",
        onItsWay.isPresent() ? Long.toString(onItsWay.getAsLong()) : CutOverCheck.NONE,
        CutOverCheck.NONE,
        onItsWay.isEmpty(),
        "one wave at a time: wait until that cut-over has switched or ended, or abort it");
  }

  /** The epoch is the one that was expected. */
  void epoch(int epoch, int expected) {
    number(
        "epoch",
        epoch,
        expected,
        "routes of the wave have changed since you looked: look again, and send the epoch of now as"
            + " expect_epoch");
  }

  /** Nothing about the wave's orders is under way or left to be done. */
  void ordersAreDone(WaveState wave) {
    zero(
        "doubts",
        wave.doubts(),
        "let the shop send these orders again, or settle them (/strangling/doubts)");
    zero(
        "refused_orders",
        wave.refused(),
        "the monolith has refused these orders, and our lines with them: let the shop send them"
            + " again, or cancel them (/strangling/refused)");
    zero(
        "unconfirmed",
        wave.unconfirmed(),
        "wait until the broker has confirmed all commands about these SKUs"
            + " (/commands/unconfirmed)");
    zero("quarantine", wave.quarantined(), "redrive or discard these entries (/quarantine)");
  }

  /** As many commands of others wait as are accepted. */
  void waiting(Map<String, Integer> bySender, int accepted, String hint) {
    int waiting = bySender.values().stream().mapToInt(Integer::intValue).sum();
    String senders =
        bySender.entrySet().stream()
            .map(each -> each.getValue() + " of " + each.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
    add(
        "waiting_commands",
        waiting == 0 ? "0" : waiting + senders,
        Integer.toString(accepted),
        waiting == accepted,
        hint);
  }

  void zero(String name, long value, String hint) {
    number(name, value, 0, hint);
  }

  /** The number is the one that was said. */
  void number(String name, long value, long said, String hint) {
    add(name, Long.toString(value), Long.toString(said), value == said, hint);
  }

  void none(String name, List<String> found, String hint) {
    checks.add(CutOverCheck.none(name, found, hint));
  }

  private void add(String name, String value, String limit, boolean holds, String hint) {
    add(name, value, limit, holds, Optional.empty(), hint);
  }

  void add(
      String name,
      String value,
      String limit,
      boolean holds,
      Optional<Instant> since,
      String hint) {
    checks.add(new CutOverCheck(name, value, limit, holds, hint, since));
  }
}
