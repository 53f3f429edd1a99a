package dev.ficus.legacy.switching;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.switching.CertificateChain.ChainResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of certificates does: the one in PostgreSQL and the fake. */
public abstract class CertificatesContract {

  private final String sku = "SKU " + UUID.randomUUID();

  /** The store under test; it may hold certificates of others. */
  protected abstract Certificates certificates();

  /** A switch writes it. */
  protected abstract Certificate write(CertificateContent content);

  @Test
  public void each_has_the_number_and_the_hash_that_follow_from_the_one_before() {
    Certificate one = write(content("w", Direction.CUT_OVER, 1, sku));
    Certificate other = write(content("w", Direction.ROLL_BACK, 2, sku));

    assertEquals(one.id() + 1, other.id());
    assertEquals(one.hash(), other.previous());
    assertEquals(one.hash(), other.members().get("previous"));
    assertEquals(List.of(one, other), certificates().after(one.id() - 1, 2));
    assertEquals(List.of(), certificates().after(other.id(), 2));
    assertEquals(List.of(other, one), certificates().before(other.id() + 1, 2));
    assertEquals(List.of(one), certificates().before(other.id(), 1));
  }

  @Test
  public void one_is_found_by_its_number_and_by_its_hash() {
    Certificate one = write(content("w", Direction.CUT_OVER, 1, sku));

    assertEquals(Optional.of(one), certificates().find(one.id()));
    assertEquals(Optional.of(one), certificates().find(one.hash()));
    assertEquals(Optional.empty(), certificates().find(one.id() + 1));
    assertEquals(Optional.empty(), certificates().find("f".repeat(64)));
  }

  @Test
  public void the_lists_whose_digests_it_has_are_kept_beside_it() {
    Certificate one = write(content("w", Direction.CUT_OVER, 1, sku));

    String figures = "%s\tshop:%s\t\t10\n".formatted(sku, sku);
    assertEquals(
        Map.of(
            "monolith",
            figures,
            "ledger",
            figures,
            "allocation",
            sku + "\town\t2026-12-14\t3\n" + figures,
            "skus",
            sku + "\t1\n"),
        certificates().lists(one.id()));
    assertEquals(Map.of(), certificates().lists(one.id() + 1));
  }

  @Test
  public void whatever_a_person_wrote_is_kept_to_the_letter() {
    CertificateContent odd =
        content("w/1 é😀\"\\", Direction.CUT_OVER, 1, "a/b%20 c'\"\\?#é😀" + sku);
    Certificate one = write(odd);

    assertEquals(odd.wave(), certificates().find(one.id()).orElseThrow().members().get("wave"));
  }

  @Test
  public void what_was_written_is_a_whole_chain() {
    Certificate last = write(content("w", Direction.CUT_OVER, 1, sku));
    ChainResult found = new CertificateChain(certificates()).verify();

    assertEquals(new ChainResult(last.id(), last.hash(), Optional.empty()), found);
    assertTrue(found.certificates() > 0);
  }
}
