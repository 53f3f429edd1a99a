package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.Certificates;
import dev.ficus.legacy.switching.CertificatesContract;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredCertificatesTest extends CertificatesContract {

  @Inject Certificates certificates;
  @Inject SwitchProbe probe;

  private final String sku = "SKU " + UUID.randomUUID();

  @Override
  protected Certificates certificates() {
    return certificates;
  }

  @Override
  protected Certificate write(CertificateContent content) {
    return probe.switched(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update certificate set document = document",
        "delete from certificate where id = 0",
        "truncate certificate cascade",
        "update certificate_list set content = ''",
        "delete from certificate_list",
        "truncate certificate_list"
      })
  void a_certificate_and_its_lists_are_never_changed(String sql) {
    write(content("first", Direction.CUT_OVER, 1, sku));

    DatabaseFailure refusal = assertThrows(DatabaseFailure.class, () -> probe.execute(sql));
    assertTrue(
        refusal.getMessage().contains("a certificate is never changed or deleted"),
        refusal.getMessage());
  }

  @Test
  void what_does_not_follow_the_last_is_refused() {
    Certificate last = write(content("first", Direction.CUT_OVER, 1, sku));

    refused(last.id() + 2, last.hash(), "'{}'", "does not follow the last one");
    refused(last.id() + 1, last.previous(), "'{}'", "does not follow the last one");
    refused(last.id() + 1, Certificate.NONE_BEFORE, "'{}'", "does not follow the last one");
    refused(last.id() + 1, last.hash(), "'{} '", "certificate_check");
  }

  /** With the hash of {@code {}}. */
  private void refused(int id, String previous, String document, String why) {
    DatabaseFailure refusal =
        assertThrows(
            DatabaseFailure.class,
            () ->
                probe.execute(
                    """
                    insert into certificate (id, cut_over, previous, document, hash) values
                      (%d, 0, '%s', %s, encode(sha256('{}'), 'hex'))
                    """
                        .formatted(id, previous, document)));
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void a_switch_has_one_certificate_and_what_fails_leaves_neither_it_nor_events() {
    CertificateContent content = content("first", Direction.CUT_OVER, 1, sku);
    Certificate written = write(content);

    assertThrows(DatabaseFailure.class, () -> write(content));
    assertEquals(Optional.empty(), certificates.find(written.id() + 1));
  }
}
