package dev.ficus.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whoever takes waves over and rolls them back, by the adapter's HTTP interface. */
public final class MigrationTeam {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int ATTEMPTS = 10;
  private static final Set<String> SHOPS_SENT = Set.of("settle", "ended");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI adapter;

  /**
   * @param adapter where it is
   */
  public MigrationTeam(URI adapter) {
    this.adapter = adapter;
  }

  /** Which way a wave goes. */
  public enum Way {
    CUT_OVER("cut-over"),
    ROLL_BACK("roll-back");

    private final String path;

    Way(String path) {
      this.path = path;
    }
  }

  /**
   * A wave that has gone over, or back.
   *
   * @param frozen how long its products were
   * @param accepted lines that have no units and stay so
   * @param told units that the monolith was told to set aside
   * @param tellings by which it was told; at most 1000 are seen
   * @param steps how long each step took from the freeze to the switch, as far as it was seen
   */
  public record Switched(
      Duration frozen, long accepted, long told, long tellings, Map<String, Duration> steps) {}

  /**
   * Units that the monolith is to give back.
   *
   * @param before how many were noted before
   */
  record ToGiveBack(String batchref, String sku, long units, long before) {}

  /** The chain of certificates. */
  public record Chain(boolean whole, String why, List<JsonNode> certificates) {}

  /** Stores a wave. */
  public void put(String wave, List<String> skus) throws IOException {
    URI address = adapter.resolve("/strangling/waves/" + wave);
    String body = JSON.writeValueAsString(Map.of("skus", skus));
    require(Http.put(address, "application/json", body, LIMIT), 200, address);
  }

  /** Has the products of a wave decided about in shadow, from the figures of now on. */
  void shadow(String wave) throws IOException {
    String path = "/strangling/waves/" + wave + "/shadow";
    require(post(path, deed("to be compared")), 200, adapter.resolve(path));
  }

  /**
   * Rehearses the way back of a wave, until all that it looks at is in order.
   *
   * @throws DemoException when it stays red; the message says why
   */
  void rehearse(String wave) {
    String path = "/strangling/waves/" + wave + "/rehearsal";
    Http.Response[] last = new Http.Response[1];
    boolean passed =
        Waiting.until(
            () -> {
              last[0] = post(path, deed("before the cut-over"));
              return last[0].status() == 200 && json(last[0]).path("passed").asBoolean();
            },
            LIMIT);
    if (!passed) {
      throw new DemoException("%s is answered: %s".formatted(path, last[0].body()));
    }
  }

  /**
   * What has come of comparing both sides' decisions about a wave.
   *
   * @param verdicts how many there are of each, over all aspects
   * @param waiting calls that are not judged yet
   */
  record Parity(SortedMap<String, Long> verdicts, long waiting) {

    long of(String verdict) {
      return verdicts.getOrDefault(verdict, 0L);
    }
  }

  /** Compares, as far as that has come. */
  Parity parity(String wave) {
    JsonNode found = get("/strangling/parity?wave=" + wave);
    SortedMap<String, Long> verdicts = new TreeMap<>();
    for (JsonNode aspect : found.path("aspects")) {
      aspect
          .path("verdicts")
          .fields()
          .forEachRemaining(
              each -> verdicts.merge(each.getKey(), each.getValue().asLong(), Long::sum));
    }
    return new Parity(verdicts, found.path("waiting").asLong());
  }

  /** The first verdicts of a kind, each with both sides. */
  List<String> verdicts(String wave, String verdict, int most) {
    List<String> all = new ArrayList<>();
    get("/strangling/parity/verdicts?wave=%s&verdict=%s&limit=%d".formatted(wave, verdict, most))
        .path("verdicts")
        .forEach(
            each ->
                all.add(
                    "order %s, %s: the monolith: %s; we: %s"
                        .formatted(
                            each.path("order").asText(),
                            each.path("sku").asText(),
                            each.path("monolith").asText(),
                            each.path("ours").asText())));
    return all;
  }

  /** The checks of a wave's cut-over that do not hold, by name, with what was found. */
  SortedMap<String, String> red(String wave) {
    SortedMap<String, String> red = new TreeMap<>();
    for (JsonNode check : get("/strangling/waves/" + wave + "/readiness").path("checks")) {
      // One that holds needs no hint.
      if (check.has("hint")) {
        red.put(check.path("check").asText(), check.path("value").asText());
      }
    }
    return red;
  }

  /** Whether a cut-over of the wave is refused. */
  boolean isRefused(String wave, int epoch) {
    Map<String, Object> wish = wish(epoch, "to see whether it may begin");
    wish.put("dry_run", true);
    return post("/strangling/waves/" + wave + "/" + Way.CUT_OVER.path, wish).status() == 409;
  }

  /**
   * Begins it as soon as all checks hold, and returns when the routes have changed and the shop has
   * the new owner's figures. Where more lines turn out to have no units than were seen at the
   * beginning, because orders come in all the time, it looks again.
   *
   * @param epoch the highest of the wave's SKUs
   * @throws DemoException when it does not come so far; the message says why
   */
  public Switched take(String wave, Way way, int epoch, String reason) throws IOException {
    Map<String, Object> wish = wish(epoch, reason);
    JsonNode found;
    StepTimes times;
    int attempts = 0;
    do {
      attempts++;
      long id = begin(wave, way, wish);
      times = awaitSwitch(id);
      found = get("/strangling/cut-overs/" + id);
    } while (isNotAccepted(found) && attempts < ATTEMPTS);
    JsonNode switched = found.path("cut_over");
    if (!switched.has("switched_at")) {
      throw new DemoException(
          "the %s of the wave %s does not come to its end: %s".formatted(way.path, wave, switched));
    }
    long told = 0;
    for (JsonNode each : found.path("told")) {
      told += each.path("units").asLong();
    }
    Instant frozenAt = Instant.parse(switched.path("frozen_at").asText());
    Instant switchedAt = Instant.parse(switched.path("switched_at").asText());
    return new Switched(
        Duration.between(frozenAt, switchedAt),
        ((Number) wish.getOrDefault("accept_stranded", 0)).longValue(),
        told,
        found.path("told").size(),
        times.between(frozenAt, switchedAt));
  }

  private static boolean isNotAccepted(JsonNode found) {
    return found.path("cut_over").path("outcome").asText().equals("not_accepted");
  }

  /**
   * Looks at the page that has it alone: all that the monolith was told is long, and whoever asks
   * for it all the time has the adapter write it all the time.
   */
  private StepTimes awaitSwitch(long id) {
    StepTimes times = new StepTimes();
    Waiting.until(
        () -> {
          JsonNode now =
              get("/strangling/cut-overs?limit=1&before=" + (id + 1)).path("cut_overs").path(0);
          String step = now.path("step").asText();
          // A step that follows the switch begins, by its stamp, with the transaction of the
          // switch.
          times.seen(
              now.has("switched_at") ? "switch" : step,
              Instant.parse(now.path("step_since").asText()));
          return SHOPS_SENT.contains(step);
        },
        LIMIT);
    return times;
  }

  /**
   * Begins it as soon as all checks hold, whatever lines have no units; returns its id.
   *
   * @param epoch the highest of the wave's SKUs
   */
  long begin(String wave, Way way, int epoch, String reason) {
    return begin(wave, way, wish(epoch, reason));
  }

  private static Map<String, Object> wish(int epoch, String reason) {
    Map<String, Object> wish = new HashMap<>(deed(reason));
    wish.put("expect_epoch", epoch);
    return wish;
  }

  private long begin(String wave, Way way, Map<String, Object> wish) {
    String path = "/strangling/waves/" + wave + "/" + way.path;
    Http.Response[] last = new Http.Response[1];
    boolean begun =
        Waiting.until(
            () -> {
              last[0] = post(path, wish);
              if (last[0].status() == 409) {
                // Who asks has seen which lines have no units, and lets them wait.
                wish.put("accept_stranded", json(last[0]).path("stranded").size());
              }
              return last[0].status() == 202;
            },
            LIMIT);
    if (!begun) {
      throw new DemoException("%s is answered: %s".formatted(path, last[0].body()));
    }
    return json(last[0]).path("id").asLong();
  }

  /** What the monolith has set aside for lines that do not hold it any more. */
  List<ToGiveBack> toGiveBack() {
    List<ToGiveBack> units = new ArrayList<>();
    get("/stock/to-give-back")
        .path("batches")
        .forEach(
            each ->
                units.add(
                    new ToGiveBack(
                        each.path("batchref").asText(),
                        each.path("sku").asText(),
                        each.path("units").asLong(),
                        each.path("givenBackBefore").asLong())));
    return units;
  }

  /** Notes what the monolith has given back. */
  void note(ToGiveBack given) throws IOException {
    Map<String, Object> body = new HashMap<>(deed("given back in the monolith"));
    body.put("units", given.units());
    body.put("givenBackBefore", given.before());
    String path = "/stock/to-give-back/" + Http.encode(given.batchref());
    require(post(path, body), 204, adapter.resolve(path));
  }

  /** The certificates in their order, and whether each follows the one before. */
  public Chain chain() {
    List<JsonNode> all = new ArrayList<>();
    get("/strangling/certificates?limit=1000").path("certificates").forEach(all::add);
    JsonNode found = get("/strangling/certificates/verify");
    return new Chain(
        found.path("whole").asBoolean() && found.path("certificates").asInt() == all.size(),
        found.path("why").asText(),
        all);
  }

  private static Map<String, Object> deed(String reason) {
    return Map.of("by", "Ada", "reason", reason);
  }

  private JsonNode get(String path) {
    URI address = adapter.resolve(path);
    try {
      return json(require(Http.get(address, LIMIT), 200, address));
    } catch (IOException away) {
      throw new DemoException(address + " cannot be asked: " + away.getMessage(), away);
    }
  }

  private Http.Response post(String path, Map<String, Object> body) {
    URI address = adapter.resolve(path);
    try {
      return Http.post(address, "application/json", JSON.writeValueAsString(body), LIMIT);
    } catch (IOException away) {
      throw new DemoException(address + " cannot be asked: " + away.getMessage(), away);
    }
  }

  private static Http.Response require(Http.Response answer, int status, URI address)
      throws IOException {
    if (answer.status() != status) {
      throw new IOException(
          "%s is answered by %d: %s".formatted(address, answer.status(), answer.body()));
    }
    return answer;
  }

  private static JsonNode json(Http.Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException broken) {
      throw new DemoException("the adapter answers " + answer.body(), broken);
    }
  }
}
