package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.wire.Message.Header;
import dev.ficus.oldworld.wire.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How the monolith writes an answer. Its parts were written by different people in different years:
 * which one answers depends on the method, and each has its ways with headers and charsets.
 *
 * @param headers as they are sent
 */
record Handwriting(Style style, List<Header> headers) {
  private static final List<Handwriting> ALL =
      List.of(
          new Handwriting(
              Style.PLAIN.in(StandardCharsets.ISO_8859_1, "ISO-8859-1"),
              List.of(
                  new Header("Server", "Apache/1.3.42 (Unix) PHP/4.4.9"),
                  new Header("Content-Type", "text/xml; charset=iso-8859-1"))),
          new Handwriting(
              Style.PLAIN.in(StandardCharsets.ISO_8859_1, "UTF-8"),
              List.of(
                  new Header("content-type", "text/xml;charset=utf8"),
                  new Header("x-powered-by", "PHP/5.2.17"),
                  new Header("set-cookie", "lager=7; path=/"),
                  new Header("set-cookie", "PHPSESSID=deadbeef; path=/"))),
          new Handwriting(
              new Style(StandardCharsets.UTF_8, "", true, true, true, true, "\r\n"),
              List.of(
                  new Header("CONTENT-TYPE", "application/xml"),
                  new Header("X-Lager-Host", "node 3 (\"old\")"),
                  new Header("Pragma", "no-cache"))),
          new Handwriting(
              new Style(StandardCharsets.UTF_8, "utf-8", false, false, false, false, ""),
              List.of(
                  new Header("Content-type", "text/html; charset=\"utf-8\""),
                  new Header("Vary", "*"))));

  static Handwriting of(String method, Seed seed) {
    return ALL.get(seed.below(ALL.size(), method, 0));
  }
}
