package dev.ficus.legacy.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The methods that are allowed at a path, for the header of an answer to whoever tries another. The
 * framework does not name them; a test holds this to the description of the interface.
 */
public final class Allowed {

  public static final Map<String, String> METHODS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("/commands/resend", "GET, POST"),
              Map.entry("/commands/resend/{id}", "GET"),
              Map.entry("/commands/unconfirmed", "GET"),
              Map.entry("/orders/{shop}/{number}", "GET"),
              Map.entry("/pulling", "GET"),
              Map.entry("/pulling/{feed}/compare", "POST"),
              Map.entry("/pulling/{feed}/pause", "POST"),
              Map.entry("/pulling/{feed}/reports", "GET"),
              Map.entry("/pulling/{feed}/resume", "POST"),
              Map.entry("/pulling/{feed}/run", "POST"),
              Map.entry("/pushing", "GET"),
              Map.entry("/pushing/{shop}/compare", "POST"),
              Map.entry("/pushing/{shop}/pause", "POST"),
              Map.entry("/pushing/{shop}/resume", "POST"),
              Map.entry("/quarantine", "GET"),
              Map.entry("/quarantine/redrive", "POST"),
              Map.entry("/quarantine/{id}", "GET"),
              Map.entry("/quarantine/{id}/discard", "POST"),
              Map.entry("/quarantine/{id}/redrive", "POST"),
              Map.entry("/replays", "GET, POST"),
              Map.entry("/replays/{id}", "GET"),
              Map.entry("/replays/{id}/stop", "POST"),
              Map.entry("/stock/batches/{batchref}", "GET"),
              Map.entry("/stock/openings", "GET"),
              Map.entry("/stock/openings/ask/{monolith}", "POST"),
              Map.entry("/stock/openings/file/{shop}", "POST"),
              Map.entry("/stock/openings/{id}", "GET"),
              Map.entry("/stock/openings/{id}/reconciliation", "POST"),
              Map.entry("/stock/oversold", "GET"),
              Map.entry("/stock/pending", "GET"),
              Map.entry("/stock/pending/{batchref}", "POST"),
              Map.entry("/stock/to-give-back", "GET"),
              Map.entry("/stock/to-give-back/{batchref}", "POST"),
              Map.entry("/strangling", "GET"),
              Map.entry("/strangling/certificates", "GET"),
              Map.entry("/strangling/certificates/verify", "GET"),
              Map.entry("/strangling/certificates/{id}", "GET"),
              Map.entry("/strangling/certificates/{id}/lists/{list}", "GET"),
              Map.entry("/strangling/cut-overs", "GET"),
              Map.entry("/strangling/cut-overs/{id}", "GET"),
              Map.entry("/strangling/cut-overs/{id}/abort", "POST"),
              Map.entry("/strangling/doubts", "GET"),
              Map.entry("/strangling/doubts/{shop}/{number}", "POST"),
              Map.entry("/strangling/draining", "GET"),
              Map.entry("/strangling/halt", "GET, POST"),
              Map.entry("/strangling/leaks", "GET"),
              Map.entry("/strangling/leaks/{id}/settle", "POST"),
              Map.entry("/strangling/log", "GET"),
              Map.entry("/strangling/methods", "GET"),
              Map.entry("/strangling/noise", "POST"),
              Map.entry("/strangling/parity", "GET"),
              Map.entry("/strangling/parity/causes", "GET"),
              Map.entry("/strangling/parity/verdicts", "GET"),
              Map.entry("/strangling/reconciliation", "GET, POST"),
              Map.entry("/strangling/reconciliation/plans", "GET, POST"),
              Map.entry("/strangling/reconciliation/plans/{id}", "GET"),
              Map.entry("/strangling/reconciliation/plans/{id}/apply", "POST"),
              Map.entry("/strangling/refused", "GET"),
              Map.entry("/strangling/restored", "GET, POST"),
              Map.entry("/strangling/resume", "POST"),
              Map.entry("/strangling/routes", "GET"),
              Map.entry("/strangling/routes/{sku}", "GET"),
              Map.entry("/strangling/rules", "GET, POST"),
              Map.entry("/strangling/rules/{id}", "DELETE"),
              Map.entry("/strangling/shadow", "GET"),
              Map.entry("/strangling/waves", "GET"),
              Map.entry("/strangling/waves/{wave}", "GET, PUT"),
              Map.entry("/strangling/waves/{wave}/acknowledge", "POST"),
              Map.entry("/strangling/waves/{wave}/affinity", "GET"),
              Map.entry("/strangling/waves/{wave}/cut-over", "POST"),
              Map.entry("/strangling/waves/{wave}/keeper", "POST"),
              Map.entry("/strangling/waves/{wave}/readiness", "GET"),
              Map.entry("/strangling/waves/{wave}/rehearsal", "POST"),
              Map.entry("/strangling/waves/{wave}/roll-back", "POST"),
              Map.entry("/strangling/waves/{wave}/shadow", "GET, POST"),
              Map.entry("/strangling/waves/{wave}/unshadow", "POST")));

  private Allowed() {}

  /** The methods for this path as it came, percent-encoded. */
  static Optional<String> at(String path) {
    List<String> steps = List.of(path.split("/"));
    return Optional.ofNullable(METHODS.get(path))
        .or(
            () ->
                METHODS.entrySet().stream()
                    .filter(each -> matches(List.of(each.getKey().split("/")), steps))
                    .map(Map.Entry::getValue)
                    .findFirst())
        .map(methods -> methods.replace("GET", "GET, HEAD") + ", OPTIONS");
  }

  private static boolean matches(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int at = 0; at < path.size(); at++) {
      if (!template.get(at).startsWith("{") && !template.get(at).equals(path.get(at))) {
        return false;
      }
    }
    return true;
  }
}
