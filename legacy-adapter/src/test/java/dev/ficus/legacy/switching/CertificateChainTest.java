package dev.ficus.legacy.switching;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.switching.CertificateChain.BrokenLink;
import dev.ficus.legacy.switching.CertificateChain.ChainResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CertificateChainTest {

  private static final int LENGTH = 4;

  private final InMemoryCertificates certificates = chain();

  @Test
  void an_empty_chain_is_whole() {
    assertEquals(
        new ChainResult(0, Certificate.NONE_BEFORE, Optional.empty()),
        new CertificateChain(new InMemoryCertificates()).verify());
  }

  @Test
  void a_chain_that_is_longer_than_a_page_is_walked_to_its_end() {
    InMemoryCertificates many = new InMemoryCertificates();
    for (int i = 0; i < 203; i++) {
      many.write(content("wave", Direction.CUT_OVER, 1, "SKU"));
    }
    assertEquals(203, new CertificateChain(many).verify().certificates());
    many.chain.remove(150);
    assertEquals(
        new BrokenLink(151, "it is not there, and certificate 152 is"),
        new CertificateChain(many).verify().broken().orElseThrow());
  }

  @Test
  void one_that_was_put_in_the_place_of_another_is_found_at_the_next() {
    Certificate forged =
        certificates
            .chain
            .get(0)
            .next(content("another", Direction.CUT_OVER, 1, "SKU"))
            .certificate();
    certificates.lists.put(2, listsOf(content("another", Direction.CUT_OVER, 1, "SKU")));
    certificates.chain.set(1, forged);
    assertEquals(Optional.of(new BrokenLink(3, "it has not the hash of the one before")), broken());
  }

  @Test
  void the_first_cannot_be_taken_away() {
    certificates.chain.remove(0);
    assertEquals(Optional.of(new BrokenLink(1, "it is not there, and certificate 2 is")), broken());
  }

  @Test
  void a_list_that_is_not_there_is_found() {
    certificates.lists.get(3).remove("ledger");
    assertEquals(
        Optional.of(new BrokenLink(3, "the list ledger is not the one it was written with")),
        broken());
  }

  @Test
  void content_with_its_own_hash_that_is_no_certificate_is_found() {
    for (Map.Entry<String, String> each :
        Map.of(
                "no JSON", "its content cannot be read",
                "{\"id\": 2}", "its content is not in canonical form",
                "{\"id\":7}", "its content has another number",
                "{\"id\":2}", "it has not the hash of the one before")
            .entrySet()) {
      Certificate one = certificates.chain.get(1);
      certificates.chain.set(
          1, new Certificate(2, one.previous(), each.getKey(), Sha256.of(each.getKey())));
      assertEquals(Optional.of(new BrokenLink(2, each.getValue())), broken());
    }
  }

  /** Whichever byte of the content, the two hashes or a list it is. */
  @Property(tries = 400)
  void a_changed_character_anywhere_breaks_the_chain_where_it_is(
      @ForAll @IntRange(min = 0, max = LENGTH - 1) int index,
      @ForAll @IntRange(min = 0, max = 6) int field,
      @ForAll @IntRange(min = 0, max = 2_000) int place,
      @ForAll char other) {
    InMemoryCertificates tampered = chain();
    Certificate one = tampered.chain.get(index);
    Map<String, String> lists = tampered.lists.get(one.id());
    String list = List.of("monolith", "ledger", "allocation", "skus").get(field % 4);
    String before =
        switch (field) {
          case 4 -> one.document();
          case 5 -> one.hash();
          case 6 -> one.previous();
          default -> lists.get(list);
        };
    String after = changed(before, place % before.length(), other);
    // Half of a pair of surrogates is written as a question mark.
    Assume.that(!Character.isSurrogate(other) && !after.equals(before));
    switch (field) {
      case 4 ->
          tampered.chain.set(index, new Certificate(one.id(), one.previous(), after, one.hash()));
      case 5 ->
          tampered.chain.set(
              index, new Certificate(one.id(), one.previous(), one.document(), after));
      case 6 ->
          tampered.chain.set(index, new Certificate(one.id(), after, one.document(), one.hash()));
      default -> lists.put(list, after);
    }
    ChainResult found = new CertificateChain(tampered).verify();
    assertEquals(one.id(), found.broken().orElseThrow().id());
    assertEquals(index, found.certificates());
  }

  /** Who rewrites one and gives it a new hash has to rewrite all that follow, too. */
  @Property(tries = 100)
  void a_certificate_that_was_written_anew_with_its_hash_breaks_the_chain_at_the_next(
      @ForAll @IntRange(min = 0, max = LENGTH - 2) int index,
      @ForAll @IntRange(min = 11, max = 99) int lines) {
    InMemoryCertificates tampered = chain();
    Certificate one = tampered.chain.get(index);
    String document = one.document().replace("\"open_lines\":4", "\"open_lines\":" + lines);
    tampered.chain.set(
        index, new Certificate(one.id(), one.previous(), document, Sha256.of(document)));
    ChainResult found = new CertificateChain(tampered).verify();
    assertTrue(!document.equals(one.document()));
    assertEquals(one.id() + 1, found.broken().orElseThrow().id());
  }

  private Optional<BrokenLink> broken() {
    return new CertificateChain(certificates).verify().broken();
  }

  private static InMemoryCertificates chain() {
    InMemoryCertificates chain = new InMemoryCertificates();
    for (int i = 1; i <= LENGTH; i++) {
      chain.write(
          content("wave " + i, i % 2 == 1 ? Direction.CUT_OVER : Direction.ROLL_BACK, i, "A", "B"));
    }
    return chain;
  }

  private static Map<String, String> listsOf(CertificateContent content) {
    Map<String, String> texts = new HashMap<>();
    Certificate.first(content).lists().forEach((name, list) -> texts.put(name, list.text()));
    return texts;
  }

  private static String changed(String text, int place, char other) {
    return text.substring(0, place) + other + text.substring(place + 1);
  }
}
