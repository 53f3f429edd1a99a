package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.Many;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Certificate as text for people: one screen, in plain words. */
public final class CertificateText {

  private static final int WIDTH = 78;
  private static final int SHORT = 16;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final List<Map.Entry<String, String>> LISTS =
      List.of(
          Map.entry("the monolith's", "monolith"),
          Map.entry("our ledger's", "ledger"),
          Map.entry("allocation-service's", "allocation"));

  private final StringBuilder text = new StringBuilder();

  private CertificateText() {}

  /** The text of a certificate. */
  public static String of(Certificate certificate) {
    CertificateText written = new CertificateText();
    written.write(certificate);
    return written.text.toString();
  }

  private void write(Certificate certificate) {
    Map<String, Object> members = certificate.members();
    Map<?, ?> lists = (Map<?, ?>) members.get("lists");
    boolean toUs = Direction.CUT_OVER.code().equals(members.get("direction"));
    long skus = number(((Map<?, ?>) lists.get("skus")).get("rows"));
    long lines = number(members.get("open_lines"));
    text.append(
        "Certificate %d, %s UTC%n%n"
            .formatted(certificate.id(), DAY.format(Instant.parse((String) members.get("at")))));
    paragraph(
        "",
        "Wave %s: %s, which %s fulfilled, %s fulfilled by %s since then."
            .formatted(
                members.get("wave"),
                Many.of(skus, "SKU", "SKUs"),
                toUs ? "the monolith" : "we",
                skus == 1 ? "is" : "are",
                toUs ? "us" : "the monolith again"));
    paragraph("", "Asked for by %s: %s".formatted(members.get("by"), members.get("reason")));
    paragraph(
        "",
        "%s with %s %s under way %s, and %s there."
            .formatted(
                Many.of(lines, "line", "lines"),
                Many.of(number(members.get("open_units")), "unit", "units"),
                lines == 1 ? "was" : "were",
                toUs ? "at the monolith" : "with us",
                lines == 1 ? "stays" : "stay"));
    text.append("%n%-24s %8s %12s   %s%n".formatted("List", "rows", "units", "SHA-256 begins"));
    for (Map.Entry<String, String> each : LISTS) {
      Map<?, ?> list = (Map<?, ?>) lists.get(each.getValue());
      text.append(
          "%-24s %8s %12s   %s%n"
              .formatted(
                  each.getKey(),
                  list.get("rows"),
                  list.get("units"),
                  ((String) list.get("sha256")).substring(0, SHORT)));
    }
    text.append("\nPassed before\n");
    ((List<?>) members.get("checks")).forEach(each -> check((Map<?, ?>) each));
    compared((Map<?, ?>) members.get("compared"));
    text.append("\nNot seen\n");
    ((List<?>) members.get("not_seen")).forEach(each -> paragraph("  ", each.toString()));
    text.append("%nHash      %s%n".formatted(certificate.hash()));
    text.append(
        certificate.id() == 1
            ? "The first of the chain.\n"
            : "Previous  %s%n".formatted(certificate.previous()));
  }

  private static long number(Object member) {
    return ((Number) member).longValue();
  }

  private void compared(Map<?, ?> compared) {
    if (compared == null) {
      return;
    }
    text.append("\nCompared in shadow\n");
    new TreeMap<Object, Object>((Map<?, ?>) compared.get("verdicts"))
        .forEach(
            (aspect, verdicts) ->
                paragraph(
                    "  ",
                    aspect
                        + ": "
                        + new TreeMap<Object, Object>((Map<?, ?>) verdicts)
                            .entrySet().stream()
                                .map(each -> each.getValue() + " " + each.getKey())
                                .collect(Collectors.joining(", "))));
    for (Object each : (List<?>) compared.get("rules")) {
      Map<?, ?> rule = (Map<?, ?>) each;
      paragraph(
          "  ",
          "rule %s of %s ignores that %s is %s%s, until %s: %s (%s)"
              .formatted(
                  rule.get("id"),
                  rule.get("owner"),
                  rule.get("aspect"),
                  rule.get("verdict"),
                  rule.get("where").equals("") ? "" : " (" + rule.get("where") + ")",
                  rule.get("expires_at"),
                  rule.get("reason"),
                  Many.of(number(rule.get("hits")), "hit", "hits")));
    }
  }

  private void check(Map<?, ?> check) {
    paragraph(
        "  ",
        "%s: %s (has to be %s)"
            .formatted(check.get("check"), check.get("value"), check.get("limit")));
  }

  /** Words with single spaces, in lines that a screen can hold. */
  private void paragraph(String indent, String words) {
    int column = 0;
    for (String word : words.strip().split("\\s+")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? indent : " ").append(word);
      column += (column == 0 ? indent.length() : 1) + word.length();
    }
    text.append('\n');
  }
}
