package dev.ficus.legacy.switching;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * List that a certificate is about: its rows as text, one a line, in an order that does not depend
 * on where they come from. The certificate has its digest, and the list is kept beside it.
 *
 * @param rows how many there are
 * @param units of all rows; 0 for a list of no units
 * @param text what the digest is of, in UTF-8
 */
public record CertifiedList(int rows, long units, String text) {

  /**
   * Bytes of UTF-8 have the order of their code points, which Java's strings have not. Identifiers
   * hold no control characters, so the tab after a short one is below all that a longer one has.
   */
  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(line -> line.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * The rows {@code sku TAB batchref TAB eta TAB qty LF}, in code-point order of the SKUs, then of
   * the references; the day as {@code yyyy-mm-dd}, and empty for what is in the warehouse.
   */
  static CertifiedList ofBatches(Collection<CertifiedBatch> batches) {
    return new CertifiedList(
        batches.size(),
        batches.stream().mapToLong(CertifiedBatch::qty).reduce(0, Math::addExact),
        text(
            batches,
            batch ->
                List.of(
                    batch.sku(),
                    batch.batchref(),
                    batch.eta().map(Object::toString).orElse(""),
                    Long.toString(batch.qty()))));
  }

  /** The rows {@code sku TAB epoch LF}, in code-point order of the SKUs. */
  static CertifiedList ofSkus(Collection<SwitchedSku> skus) {
    return new CertifiedList(
        skus.size(), 0, text(skus, each -> List.of(each.sku(), Integer.toString(each.epoch()))));
  }

  private static <R> String text(Collection<R> rows, Function<R, List<String>> fields) {
    return rows.stream()
        .map(row -> String.join("\t", fields.apply(row)))
        .sorted(BY_CODE_POINT)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
