package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.OldItem.ItemKind;
import dev.ficus.legacy.order.OldItem.Parts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever a customer ordered, each entry by which the shop writes it down is a line, a part of one
 * or what holds others, or in quarantine; and the lines have the units that were ordered.
 */
class ItemsConserveTest {

  /** What a customer put into the basket, without the way in which a shop writes it down. */
  private record Ordered(
      OrderedAs form, int count, int shipped, List<Part> parts, ShownAs shownAs) {}

  /** Of one bundle, so many of one product. */
  private record Part(int each, boolean goods, int shipped) {}

  private enum OrderedAs {
    GOODS,
    DOWNLOAD,
    CHOSEN,
    CHOSEN_WITH_OPTION,
    UNREADABLE,
    BUNDLE_TOGETHER,
    BUNDLE_APART,
    BUNDLE_WITHOUT_PARTS
  }

  /** Whether the shop gives kinds: of bundles and of configurable products it need not. */
  private enum ShownAs {
    ALL,
    NO_SETS
  }

  /** What has to come of it, and how the shop writes it. */
  private static final class Basket {
    private final List<OldItem> items = new ArrayList<>();
    private final Map<LineKey, Translation.TranslatedLine> lines = new HashMap<>();
    private final Map<String, Reason> refused = new HashMap<>();
    private int standIns;
    private int ids;

    Basket(List<Ordered> all) {
      all.forEach(this::add);
    }

    private void add(Ordered ordered) {
      String id = "" + ++ids;
      switch (ordered.form()) {
        case GOODS -> {
          write(
              id,
              null,
              "G" + id,
              ordered.count(),
              ordered.shipped(),
              ItemKind.GOODS,
              Parts.NOT_GIVEN);
          expect("G" + id, id, ordered.count(), ordered.shipped());
        }
        case DOWNLOAD -> {
          write(id, null, "D" + id, ordered.count(), 0, ItemKind.NO_GOODS, Parts.NOT_GIVEN);
          refused.put(id, Reason.NOT_STOCK);
        }
        case UNREADABLE -> {
          items.add(new OldItem(id, null, "U" + id, "x", null, null, null));
          refused.put(id, Reason.UNREADABLE_QUANTITY);
        }
        case CHOSEN -> {
          choice(id, "C" + id, ordered);
          write("" + ++ids, id, "C" + id, ordered.count(), 0, ItemKind.GOODS, Parts.NOT_GIVEN);
          expect("C" + id, id, ordered.count(), ordered.shipped());
        }
        case CHOSEN_WITH_OPTION -> {
          write(
              id,
              null,
              "C" + id + "-RED",
              ordered.count(),
              ordered.shipped(),
              ItemKind.CHOICE,
              Parts.NOT_GIVEN);
          write("" + ++ids, id, "C" + id, ordered.count(), 0, ItemKind.GOODS, Parts.NOT_GIVEN);
          standIns++;
          expect("C" + id, id, ordered.count(), ordered.shipped());
        }
        case BUNDLE_WITHOUT_PARTS -> {
          write(id, null, "K" + id, ordered.count(), 0, ItemKind.SET, Parts.NOT_GIVEN);
          refused.put(id, Reason.PARTS_NOT_SHOWN);
        }
        case BUNDLE_TOGETHER -> bundle(id, ordered, Parts.TOGETHER);
        case BUNDLE_APART -> bundle(id, ordered, Parts.APART);
      }
    }

    private void choice(String id, String sku, Ordered ordered) {
      ItemKind kind = ordered.shownAs() == ShownAs.ALL ? ItemKind.CHOICE : ItemKind.NOT_GIVEN;
      write(id, null, sku, ordered.count(), ordered.shipped(), kind, Parts.NOT_GIVEN);
      standIns++;
    }

    private void bundle(String id, Ordered ordered, Parts shipped) {
      ItemKind kind = ordered.shownAs() == ShownAs.ALL ? ItemKind.SET : ItemKind.NOT_GIVEN;
      boolean together = shipped == Parts.TOGETHER;
      write(id, null, "K" + id, ordered.count(), together ? ordered.shipped() : 1, kind, shipped);
      standIns++;
      for (Part part : ordered.parts()) {
        String own = "" + ++ids;
        int units = part.each() * ordered.count();
        int left = together ? part.each() * ordered.shipped() : Math.min(units, part.shipped());
        ItemKind goods = part.goods() ? ItemKind.GOODS : ItemKind.NO_GOODS;
        write(own, id, "P" + own, units, together ? 0 : left, goods, Parts.NOT_GIVEN);
        if (part.goods()) {
          expect("P" + own, own, units, left);
        } else {
          refused.put(own, Reason.NOT_STOCK);
        }
      }
    }

    private void write(
        String id, String parent, String sku, int units, int shipped, ItemKind kind, Parts parts) {
      items.add(
          new OldItem(
              id, parent, sku, units + ".0000", "0.0000", null, shipped + ".0000", kind, parts));
    }

    private void expect(String sku, String id, int units, int left) {
      LineKey key = new LineKey(sku, id);
      lines.put(key, new Translation.TranslatedLine(key, units, left == units, 0));
    }
  }

  @Property
  void each_entry_is_one_thing_and_the_units_add_up(
      @ForAll("baskets") List<Ordered> ordered, @ForAll long order) {
    Basket basket = new Basket(ordered);
    List<OldItem> shown = new ArrayList<>(basket.items);
    Collections.shuffle(shown, new Random(order));
    Translation translation = TRANSLATOR.translate(shown(shown));

    Map<String, Reason> refused = new HashMap<>();
    translation.refused().forEach(line -> refused.put(line.lineid(), line.reason()));
    assertEquals(basket.lines, translation.byKey());
    assertEquals(basket.refused, refused);
    assertEquals(
        shown.size(), translation.lines().size() + translation.refused().size() + basket.standIns);
    assertEquals(
        basket.lines.values().stream().mapToInt(Translation.TranslatedLine::quantity).sum(),
        translation.lines().stream().mapToInt(Translation.TranslatedLine::quantity).sum());
  }

  /** Each entry read alone means what it means among all, as redriving reads it. */
  @Property(tries = 200)
  void read_one_by_one_the_entries_are_the_same(@ForAll("baskets") List<Ordered> ordered) {
    List<OldItem> shown = new Basket(ordered).items;
    Translation whole = TRANSLATOR.translate(shown(shown));
    List<Translation.TranslatedLine> lines = new ArrayList<>();
    List<Object> refused = new ArrayList<>();
    for (int place = 0; place < shown.size(); place++) {
      Translation one = TRANSLATOR.translate(shown(shown), place);
      lines.addAll(one.lines());
      refused.addAll(one.refused());
    }
    assertEquals(whole.lines(), lines);
    assertEquals(whole.refused(), refused);
  }

  @Provide
  Arbitrary<List<Ordered>> baskets() {
    Arbitrary<Part> parts =
        Combinators.combine(
                Arbitraries.integers().between(1, 4),
                Arbitraries.frequencyOf(
                    Tuple.of(4, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))),
                Arbitraries.integers().between(0, 20))
            .as(Part::new);
    return Combinators.combine(
            Arbitraries.of(OrderedAs.values()),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 5),
            parts.list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.of(ShownAs.values()))
        .as(
            (form, count, shipped, all, shownAs) ->
                new Ordered(form, count, Math.min(count, shipped), all, shownAs))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static final Translator TRANSLATOR =
      new Translator(
          new ShopRules(
              ShopRules.LineIds.ITEM_ID,
              Optional.empty(),
              Set.of(),
              Set.of(),
              Optional.empty(),
              ShopRules.OtherLines.GO_ON,
              ShopRules.NumericSkus.NEVER));

  private static OldOrder shown(List<OldItem> items) {
    return new OldOrder(new OrderNumber("shop", "1"), List.of(), null, items);
  }
}
