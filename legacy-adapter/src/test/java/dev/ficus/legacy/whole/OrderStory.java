package dev.ficus.legacy.whole;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An order's life in its shop, and how the adapter hears of it: by several ways, some of it twice,
 * some never, some late. Beside it is what the order must then be taken for, by the two rules alone
 * that the latest state by the shop's clock counts, and that a cancellation which bears no time
 * counts until there is a later one.
 */
final class OrderStory {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final List<LineKey> ITEMS =
      List.of(
          new LineKey("A", "11"),
          new LineKey("A", "12"),
          new LineKey("a", "13"),
          new LineKey("B 2", "14"));
  private static final int MOST_UNITS = 3;
  private static final int LONGEST_LIFE = 7;
  private static final int MOST_AT_ONCE = 3;

  /** By which way it is heard of. */
  enum Way {
    PULLED,
    SERVED,
    SERVED_IN_ANOTHER_DIALECT
  }

  /** The order at a time of the shop's. */
  record State(LocalDateTime updatedAt, boolean cancelled, Map<LineKey, Integer> lines) {

    private Map<LineKey, Integer> wanted() {
      return cancelled ? Map.of() : lines;
    }
  }

  /**
   * What is heard.
   *
   * @param state null for a cancellation by the order's number alone
   */
  record Word(Way way, State state) {}

  private final String number;
  private final Random random;
  private final List<List<Word>> rounds = new ArrayList<>();
  private State latest;
  private Map<LineKey, Integer> wanted = Map.of();
  private Map<LineKey, Integer> wantedBefore = Map.of();
  private boolean news;

  OrderStory(String number, long seed) {
    this.number = number;
    this.random = new Random(seed);
    List<Word> words = new ArrayList<>();
    for (State state : heard(life())) {
      words.add(new Word(one(Way.values()), state));
    }
    while (!words.isEmpty()) {
      List<Word> round = new ArrayList<>();
      int atOnce = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(MOST_AT_ONCE);
      while (round.size() < atOnce && !words.isEmpty()) {
        Word next = words.remove(0);
        boolean pulledAlready = round.stream().anyMatch(word -> word.way() == Way.PULLED);
        boolean twice = pulledAlready && next.way() == Way.PULLED;
        round.add(twice ? new Word(Way.SERVED, next.state()) : next);
      }
      rounds.add(round);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Way way = random.nextBoolean() ? Way.SERVED : Way.SERVED_IN_ANOTHER_DIALECT;
      rounds.add(random.nextInt(rounds.size() + 1), List.of(new Word(way, null)));
    }
  }

  private List<State> life() {
    List<State> life = new ArrayList<>();
    LocalDateTime time = LocalDateTime.of(2010, 12, 1, 8, 26);
    Map<LineKey, Integer> lines = new TreeMap<>();
    while (lines.isEmpty()) {
      ITEMS.stream().filter(any -> random.nextBoolean()).forEach(item -> lines.put(item, units()));
    }
    boolean cancelled = random.nextInt(8) == 0;
    for (int states = 1 + random.nextInt(LONGEST_LIFE); states > 0; states--) {
      life.add(new State(time, cancelled, Map.copyOf(lines)));
      time = time.plusSeconds(1 + random.nextInt(3_000));
      LineKey item = ITEMS.get(random.nextInt(ITEMS.size()));
      switch (random.nextInt(6)) {
        case 0 -> cancelled = !cancelled;
        case 1 -> {
          if (lines.size() > 1) {
            lines.remove(item);
          }
        }
        case 2 -> {
          // A comment, say: nothing but the time is another.
        }
        default -> lines.put(item, units());
      }
    }
    return life;
  }

  private int units() {
    return 1 + random.nextInt(MOST_UNITS);
  }

  /** Each state some times or never, the last at least once, and more or less in their order. */
  private List<State> heard(List<State> life) {
    int disorder = random.nextInt(4);
    Map<Double, State> heard = new TreeMap<>();
    for (int i = 0; i < life.size(); i++) {
      boolean last = i == life.size() - 1;
      for (int times = (last ? 1 : 0) + random.nextInt(3); times > 0; times--) {
        heard.put(i + disorder * random.nextDouble() + random.nextDouble() / 1_000, life.get(i));
      }
    }
    return List.copyOf(heard.values());
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  String number() {
    return number;
  }

  int rounds() {
    return rounds.size();
  }

  /** What is heard at the same time; nothing when the story is over. */
  List<Word> round(int round) {
    return round < rounds.size() ? rounds.get(round) : List.of();
  }

  /** Whether anything has been heard of it yet. */
  boolean isKnown() {
    return latest != null;
  }

  /** What was sent in this round has arrived. */
  void isHeard(int round) {
    wantedBefore = wanted;
    news = false;
    for (Word word : round(round)) {
      if (word.state() == null) {
        news |= !wanted.isEmpty();
        wanted = Map.of();
      }
    }
    round(round).stream()
        .map(Word::state)
        .filter(state -> state != null)
        .max(Comparator.comparing(State::updatedAt))
        .filter(state -> latest == null || state.updatedAt().isAfter(latest.updatedAt()))
        .ifPresent(
            state -> {
              latest = state;
              wanted = state.wanted();
              news = true;
            });
  }

  /** The lines that are wanted (not cancelled), with how many units. */
  Map<LineKey, Integer> wanted() {
    return wanted;
  }

  /** Whether the last round said anything that was not known. */
  boolean wasNews() {
    return news;
  }

  /** What changed in the last round, such as "allocate A/11 2" and "deallocate A/12". */
  Set<String> changes() {
    Set<String> changes = new TreeSet<>();
    wanted.forEach(
        (line, units) -> {
          if (!units.equals(wantedBefore.get(line))) {
            changes.add("allocate " + line.sku() + "/" + line.lineid() + " " + units);
          }
        });
    for (LineKey line : wantedBefore.keySet()) {
      if (!wanted.containsKey(line)) {
        changes.add("deallocate " + line.sku() + "/" + line.lineid());
      }
    }
    return changes;
  }

  /** The order as Magento writes it, its lines in any order, a configurable one with its child. */
  Value magento(State state) {
    List<Value> items = new ArrayList<>();
    for (LineKey line : shuffled(state)) {
      String units = state.lines().get(line) + (random.nextBoolean() ? ".0000" : "");
      Value item = OldShop.item(line.lineid(), line.sku(), units);
      items.add(item);
      if (random.nextInt(4) == 0) {
        Value child = OldShop.item("9" + line.lineid(), line.sku(), units);
        items.add(OldShop.with(child, "parent_item_id", new Value.Text(line.lineid())));
      }
    }
    Value order = OldShop.order(number, items.toArray(Value[]::new));
    order = OldShop.with(order, "status", new Value.Text(status(state)));
    return OldShop.with(order, "updated_at", new Value.Text(STAMP.format(state.updatedAt())));
  }

  /** The order as OpenERP writes it. */
  Value openerp(State state) {
    List<Value> lines = new ArrayList<>();
    for (LineKey line : shuffled(state)) {
      Map<String, Value> values = new LinkedHashMap<>();
      values.put("id", new Value.Int(Long.parseLong(line.lineid())));
      values.put("parent", new Value.Bool(false));
      values.put("default_code", new Value.Text(line.sku()));
      values.put("product_uom_qty", new Value.Real(state.lines().get(line)));
      lines.add(
          new Value.Array(List.of(new Value.Int(0), new Value.Int(0), new Value.Struct(values))));
    }
    return new Value.Struct(
        Map.of(
            "name", new Value.Text(number),
            "state", new Value.Text(status(state)),
            "write_date", new Value.Text(STAMP.format(state.updatedAt())),
            "order_line", new Value.Array(lines)));
  }

  private List<LineKey> shuffled(State state) {
    List<LineKey> lines = new ArrayList<>(new TreeSet<>(state.lines().keySet()));
    Collections.shuffle(lines, random);
    return lines;
  }

  private static String status(State state) {
    return state.cancelled() ? "canceled" : "processing";
  }

  @Override
  public String toString() {
    StringBuilder story = new StringBuilder(number);
    for (List<Word> round : rounds) {
      story.append("\n  ").append(round);
    }
    return story.toString();
  }
}
