package dev.ficus.legacy.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateTextTest {

  @Test
  void a_person_reads_what_was_compared_and_who_asked_for_it() {
    Certificate first =
        Certificate.first(TestCertificates.content("first", Direction.CUT_OVER, 1, "A", "B"))
            .certificate();
    assertEquals(
        """
        Certificate 1, 29 November 2026, 06:30:00 UTC

        Wave first: 2 SKUs, which the monolith fulfilled, are fulfilled by us since
        then.
        Asked for by anna: a quiet Sunday morning
        4 lines with 7 units were under way at the monolith, and stay there.

        List                         rows        units   SHA-256 begins
        the monolith's                  2           20   %s
        our ledger's                    2           20   %s
        allocation-service's            4           26   %s

        Passed before
          doubts: 0 (has to be 0)
          lists_agree: 2 of 2 (has to be all)

        Not seen
          what the monolith has decided and never says

        Hash      %s
        The first of the chain.
        """
            .formatted(
                Sha256.of("A\tshop:A\t\t10\nB\tshop:B\t\t10\n").substring(0, 16),
                Sha256.of("A\tshop:A\t\t10\nB\tshop:B\t\t10\n").substring(0, 16),
                Sha256.of(
                        "A\town\t2026-12-14\t3\nA\tshop:A\t\t10\n"
                            + "B\town\t2026-12-14\t3\nB\tshop:B\t\t10\n")
                    .substring(0, 16),
                first.hash()),
        CertificateText.of(first));
  }

  @Test
  void one_that_follows_names_the_hash_of_the_one_before() {
    Certificate first =
        Certificate.first(TestCertificates.content("first", Direction.CUT_OVER, 1, "A"))
            .certificate();
    Certificate next =
        first.next(TestCertificates.content("first", Direction.ROLL_BACK, 2, "A")).certificate();
    String text = CertificateText.of(next);
    assertTrue(text.contains("\nPrevious  " + first.hash() + "\n"), text);
    assertTrue(
        text.contains("Wave first: 1 SKU, which we fulfilled, is fulfilled by the monolith"), text);
    assertTrue(text.contains("under way with us"), text);
  }

  @Test
  void what_was_compared_in_shadow_is_in_it_with_the_rules_in_force() {
    CertificateContent plain = TestCertificates.content("first", Direction.CUT_OVER, 1, "A");
    String compared =
        """
        {"verdicts": {"outcome": {"same": 904, "race": 1}, "taken": {"same": 905}},
         "rules": [{"id": 7, "where": "SKU A", "aspect": "day", "verdict": "worse",
                    "owner": "Ann", "reason": "known", "expires_at": "2026-12-06T12:00:00Z",
                    "hits": 2}]}
        """;
    Certificate certificate =
        Certificate.first(
                new CertificateContent(
                    plain.cutOver(),
                    plain.wave(),
                    plain.direction(),
                    plain.at(),
                    plain.by(),
                    plain.reason(),
                    plain.skus(),
                    plain.openLines(),
                    plain.openUnits(),
                    plain.monolith(),
                    plain.ledger(),
                    plain.allocation(),
                    plain.notSeen(),
                    plain.checks(),
                    Optional.of(compared)))
            .certificate();
    String text = CertificateText.of(certificate);
    assertTrue(
        text.contains(
            """
            Compared in shadow
              outcome: 1 race, 904 same
              taken: 905 same
              rule 7 of Ann ignores that day is worse (SKU A), until 2026-12-06T12:00:00Z:
              known (2 hits)
            """),
        text);
    assertTrue(certificate.document().contains("\"race\":1"), certificate.document());
  }

  @Test
  void what_a_person_wrote_does_not_break_the_screen() {
    CertificateContent plain = TestCertificates.content("first", Direction.CUT_OVER, 1, "A");
    CertificateContent wordy =
        new CertificateContent(
            plain.cutOver(),
            plain.wave(),
            plain.direction(),
            plain.at(),
            "anna\nCertificate 7",
            "because it is late, ".repeat(30),
            plain.skus(),
            plain.openLines(),
            plain.openUnits(),
            plain.monolith(),
            plain.ledger(),
            plain.allocation(),
            plain.notSeen(),
            plain.checks(),
            plain.compared());
    String text = CertificateText.of(Certificate.first(wordy).certificate());
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    assertEquals(1, text.lines().filter(line -> line.startsWith("Certificate ")).count(), text);
  }
}
