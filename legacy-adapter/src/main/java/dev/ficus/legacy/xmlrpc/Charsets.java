package dev.ficus.legacy.xmlrpc;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The charsets of Java, by whatever names senders give them. */
final class Charsets {

  /** Names in use that Java does not have, as {@link #plain} has them. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("utf8bom", "UTF-8"),
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("cp65001", "UTF-8"),
          Map.entry("ucs2", "UTF-16"),
          Map.entry("ucs4", "UTF-32"),
          Map.entry("korean", "EUC-KR"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("mac", "x-MacRoman"),
          Map.entry("big5eten", "Big5"),
          Map.entry("gb231280", "GB2312"),
          Map.entry("iso88598i", "ISO-8859-8"),
          Map.entry("iso88598e", "ISO-8859-8"),
          Map.entry("dos866", "IBM866"));

  /** What senders write under the name of a charset that is a part of it. */
  private static final Map<String, String> LARGER =
      Map.of(
          "GB2312", "GBK",
          "Shift_JIS", "windows-31j",
          "EUC-KR", "x-windows-949",
          "ISO-8859-9", "windows-1254",
          "TIS-620", "x-windows-874",
          "x-iso-8859-11", "x-windows-874");

  /** What shifts in ISO 2022 and on mainframes: shift out, shift in, escape. */
  private static final List<Integer> SHIFTS = List.of(0x0E, 0x0F, 0x1B);

  private Charsets() {}

  /** Read when a name is asked for that Java does not have, which is rare. */
  private static final class ByPlainName {

    private static final Map<String, Charset> ALL = all();

    private static Map<String, Charset> all() {
      Map<String, Charset> all = new HashMap<>();
      Charset.availableCharsets().values().forEach(each -> all.put(plain(each.name()), each));
      for (Charset each : Charset.availableCharsets().values()) {
        each.aliases().forEach(alias -> all.putIfAbsent(plain(alias), each));
      }
      return all;
    }
  }

  /** The charset that is meant by a name; empty when Java has none such. */
  static Optional<Charset> named(String name) {
    return java(name)
        .or(() -> java(OTHER_NAMES.get(plain(name))))
        .or(() -> Optional.ofNullable(ByPlainName.ALL.get(plain(name))))
        .map(found -> java(LARGER.get(found.name())).orElse(found));
  }

  /**
   * Whether each character of this charset has bytes of its own, whatever came before it: then
   * characters can be taken out, or put in. In others some bytes shift to another set of
   * characters, or are a mark that may only come first.
   */
  static boolean isWithoutShifts(Charset charset) {
    if (!charset.canEncode()) {
      return false;
    }
    if (charset.name().startsWith("UTF-")) {
      return true;
    }
    for (int shift : SHIFTS) {
      String read = new String(new byte[] {(byte) shift}, charset);
      if (read.length() != 1 || read.equals("\uFFFD")) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Charset> java(String name) {
    try {
      return Optional.ofNullable(name).map(Charset::forName);
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /** Letters and digits alone, and without what is put before them or not as it comes. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "")
        .replaceFirst("^x(?=[a-z])", "")
        .replaceFirst("^(windows|win|ms)(?=(cp)?\\d)(cp)?", "cp")
        .replaceFirst("^isolatin", "latin")
        .replaceFirst("^(?=8859)", "iso");
  }
}
