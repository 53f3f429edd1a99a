package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.shop.Tiling.Cut;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TilingTest {
  private static final List<Order> REAL =
      List.of(
          new Order("1", List.of(line("RUG", "6"), line("POST", "1"), line("LAMP", "2"))),
          new Order("2", List.of(line("RUG", "-6"))),
          new Order("3", List.of(line("VASE", "1"), line("RUG", "some"))));

  @Test
  void what_was_sold_is_repeated_and_nothing_else() {
    Tiling tiling = tiling(new Cut(0, Set.of("POST"), 0, 1));
    assertEquals(List.of("RUG", "LAMP"), skus(tiling, 0));
    assertEquals(List.of("VASE"), skus(tiling, 1));
    assertEquals(List.of("RUG", "LAMP"), skus(tiling, 2));
    assertEquals(List.of("RUG", "LAMP", "VASE"), List.copyOf(tiling.products().keySet()));
  }

  @Test
  void lines_can_be_dealt_out_so_many_to_an_order() {
    Tiling tiling = tiling(new Cut(2, Set.of(), 0, 1));
    assertEquals(List.of("RUG", "POST"), skus(tiling, 0));
    assertEquals(List.of("LAMP", "VASE"), skus(tiling, 1));
    assertEquals(List.of("RUG", "POST"), skus(tiling, 2));
  }

  @Test
  void no_two_items_have_the_same_id() {
    Tiling tiling = tiling(new Cut(0, Set.of(), 2, 1));
    Set<Long> ids = new HashSet<>();
    for (int number = 0; number < 50; number++) {
      for (Item item : tiling.items(number)) {
        assertTrue(ids.add(item.id()));
      }
    }
    assertEquals(tiling.items(17), tiling.items(17));
  }

  @Test
  void a_configurable_product_is_two_items_of_one_sku() {
    List<Item> items = tiling(new Cut(0, Set.of(), 1, 1)).items(0);
    assertEquals(6, items.size());
    assertEquals(Item.Type.CONFIGURABLE, items.get(0).type());
    assertEquals(items.get(0).id(), items.get(1).parent());
    assertEquals(items.get(0).sku(), items.get(1).sku());
  }

  @Test
  void variants_come_a_tile_each() {
    Tiling tiling = tiling(new Cut(0, Set.of(), 0, 2));
    assertEquals(List.of("VASE"), skus(tiling, 1));
    assertEquals(List.of("VASE-1"), skus(tiling, 3));
    assertEquals(List.of("VASE"), skus(tiling, 5));
    assertEquals(8, tiling.products().size());
  }

  @Test
  void nothing_cannot_be_tiled() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Tiling.of(List.of(), new Cut(0, Set.of(), 0, 1), new Seed(1)));
  }

  private static Tiling tiling(Cut cut) {
    return Tiling.of(REAL, cut, new Seed(1));
  }

  private static List<String> skus(Tiling tiling, int number) {
    return tiling.items(number).stream().map(Item::sku).toList();
  }

  private static Order.Line line(String sku, String quantity) {
    return new Order.Line(sku, "A " + sku, quantity, "2010-12-01 08:26:00", "2.5", "France");
  }
}
