package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CertifiedListTest {

  @Test
  void a_row_has_sku_reference_day_and_units_with_tabs_between() {
    CertifiedList list =
        CertifiedList.ofBatches(
            List.of(
                new CertifiedBatch("RUG", "b-2", Optional.of(LocalDate.of(2026, 12, 1)), 100),
                new CertifiedBatch("RUG", "b-1", Optional.empty(), -3),
                new CertifiedBatch("LAMP", "", Optional.empty(), 0)));
    assertEquals("LAMP\t\t\t0\nRUG\tb-1\t\t-3\nRUG\tb-2\t2026-12-01\t100\n", list.text());
    assertEquals(3, list.rows());
    assertEquals(97, list.units());
  }

  @Test
  void its_digest_is_what_sha256sum_says() {
    CertifiedList list =
        CertifiedList.ofBatches(List.of(new CertifiedBatch("é", "b", Optional.empty(), 1)));
    // printf 'é\tb\t\t1\n' | sha256sum
    assertEquals(
        "1bc4c5871b4f8e75c7b7bb8bf718d42a1f185ad20d788be28f18a8dcfaf554a4", Sha256.of(list.text()));
    // printf '' | sha256sum
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Sha256.of(CertifiedList.ofBatches(List.of()).text()));
  }

  @Test
  void the_order_is_that_of_code_points_and_a_shorter_sku_comes_first() {
    List<SwitchedSku> skus =
        List.of(
            new SwitchedSku("\ud83d\ude00", 2),
            new SwitchedSku("\uffee", 1),
            new SwitchedSku("a b", 1),
            new SwitchedSku("a", 1),
            new SwitchedSku("Z", 10));
    assertEquals(
        "Z\t10\na\t1\na b\t1\n\uffee\t1\n\ud83d\ude00\t2\n", CertifiedList.ofSkus(skus).text());
  }

  @Property(tries = 200)
  void a_list_in_any_order_has_one_text(
      @ForAll("batches") List<CertifiedBatch> batches, @ForAll long seed) {
    List<CertifiedBatch> shuffled = new ArrayList<>(batches);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(CertifiedList.ofBatches(batches), CertifiedList.ofBatches(shuffled));
  }

  @Provide
  Arbitrary<List<CertifiedBatch>> batches() {
    Arbitrary<String> names = Arbitraries.of("A", "A B", "a", "é", "\uffee", "😀", "AA");
    Arbitrary<Optional<LocalDate>> days =
        Arbitraries.of(LocalDate.of(2026, 12, 1), LocalDate.of(2027, 1, 1)).optional();
    return Combinators.combine(names, names, days, Arbitraries.longs().between(-5, 5))
        .as(CertifiedBatch::new)
        .list()
        .ofMaxSize(12);
  }
}
