package dev.ficus.legacy.switching;

import dev.ficus.legacy.switching.CertificateContent.CertifiedCheck;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Contents of certificates, for tests. */
public final class TestCertificates {

  public static final Instant AT = Instant.parse("2026-11-29T06:30:00.250Z");

  private TestCertificates() {}

  /** A switch of these SKUs, each with ten units in the warehouse and three on their way. */
  public static CertificateContent content(
      String wave, Direction direction, int epoch, String... skus) {
    List<CertifiedBatch> figures =
        List.of(skus).stream()
            .map(sku -> new CertifiedBatch(sku, "shop:" + sku, Optional.empty(), 10))
            .toList();
    List<CertifiedBatch> allocation =
        List.of(skus).stream()
            .flatMap(
                sku ->
                    List.of(
                        new CertifiedBatch(sku, "shop:" + sku, Optional.empty(), 10),
                        new CertifiedBatch(sku, "own", Optional.of(LocalDate.of(2026, 12, 14)), 3))
                        .stream())
            .toList();
    return new CertificateContent(
        UUID.randomUUID().getLeastSignificantBits() >>> 12,
        wave,
        direction,
        AT,
        "anna",
        "a quiet Sunday morning",
        List.of(skus).stream().map(sku -> new SwitchedSku(sku, epoch)).toList(),
        4,
        7,
        figures,
        figures,
        allocation,
        List.of("what the monolith has decided and never says"),
        List.of(
            new CertifiedCheck("doubts", "0", "0"),
            new CertifiedCheck("lists_agree", "2 of 2", "all")),
        Optional.empty());
  }
}
