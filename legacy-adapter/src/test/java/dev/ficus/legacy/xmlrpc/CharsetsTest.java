package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CharsetsTest {

  private static final Optional<String> NONE = Optional.empty();

  @Test
  void documents_are_read_in_the_charsets_that_java_has() throws IOException {
    for (Map.Entry<String, String> each :
        Map.ofEntries(
                Map.entry("windows-1251", "\u0418\u0432\u0430\u043d\u043e\u0432"),
                Map.entry("KOI8-R", "\u0418\u0432\u0430\u043d\u043e\u0432"),
                Map.entry("windows-1250", "\u0141\u00f3d\u017a"),
                Map.entry("iso-8859-2", "\u0141\u00f3d\u017a"),
                Map.entry("iso-8859-9", "\u0130nan"),
                Map.entry("Shift_JIS", "\u5c71\u7530"),
                Map.entry("EUC-JP", "\u5c71\u7530"),
                Map.entry("GB2312", "\u738b"),
                Map.entry("Big5", "\u738b"),
                Map.entry("GB18030", "\ud83d\ude00"),
                Map.entry("ISO_8859-1", "M\u00fcller"))
            .entrySet()) {
      // Longer than any buffer, so that characters are cut in every place.
      for (int before = 0; before < 4; before++) {
        String text = "x".repeat(before) + each.getValue().repeat(9000);
        assertEquals(text, read(each.getKey(), text, each.getKey()), each.getKey());
      }
      assertEquals("Miller", read(each.getKey(), "Miller", each.getKey()));
    }
  }

  @Test
  void a_charset_that_java_does_not_have_is_refused() {
    XmlRpcException refused =
        assertThrows(XmlRpcException.class, () -> read("no-such-charset", "A", "US-ASCII"));
    assertEquals(XmlRpcException.DocumentRefusal.UNSUPPORTED_ENCODING, refused.refusal());
    assertEquals(
        new Answer.Fault(-32701, "parse error: unsupported encoding: no-such-charset"),
        refused.fault());
  }

  @Test
  void charsets_are_known_by_the_names_of_the_field() throws IOException {
    String cyrillic = "\u0418\u0432\u0430\u043d\u043e\u0432";
    for (String name :
        List.of("win-1251", "WIN1251", "windows1251", "cp-1251", "x-cp1251", "ms-cp1251")) {
      assertEquals(cyrillic, read(name, cyrillic, "windows-1251"), name);
    }
    for (String name : List.of("koi8r", "x-koi8-r", "KOI8")) {
      assertEquals(cyrillic, read(name, cyrillic, "KOI8-R"), name);
    }
    for (String name : List.of("iso-latin-1", "latin-1", "iso88591", "8859-1", "x-latin1")) {
      assertEquals("M\u00fcller", read(name, "M\u00fcller", "ISO-8859-1"), name);
    }
    for (String name : List.of("utf8", "utf_8", "x-utf-8", "UTF-8-BOM", "cp65001")) {
      assertEquals("\u5c71", read(name, "\u5c71", "UTF-8"), name);
    }
    for (String name : List.of("x-sjis", "ShiftJIS", "ms932", "windows-932")) {
      assertEquals("\u5c71\u7530", read(name, "\u5c71\u7530", "Shift_JIS"), name);
    }
    assertEquals("\u00e9", read("macintosh", "\u00e9", "x-MacRoman"));
    assertEquals("\u0644", read("iso-8859-6", "\u0644", "ISO-8859-6"));
    assertEquals("\u05d0", read("iso-8859-8-i", "\u05d0", "ISO-8859-8"));
  }

  @Test
  void what_is_written_in_a_larger_charset_under_the_name_of_its_part_is_read() throws IOException {
    assertEquals("\u9555", read("gb2312", "\u9555", "GBK"));
    assertEquals("\u9ad9\u2460", read("Shift_JIS", "\u9ad9\u2460", "windows-31j"));
    assertEquals("\ub620", read("euc-kr", "\ub620", "x-windows-949"));
    assertEquals("\u20ac", read("iso-8859-9", "\u20ac", "windows-1254"));
  }

  @Test
  void charsets_whose_characters_are_not_their_bytes_are_read_with_and_without_a_mark()
      throws IOException {
    String text = "\u0141\u00f3d\u017a \ud83d\ude00";
    for (String name : List.of("UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
      for (String mark : List.of("", "\uFEFF")) {
        assertEquals(text, parsed((mark + document(name, text)).getBytes(name), NONE), name);
        assertEquals(
            text,
            parsed((mark + document("UTF-8", text)).getBytes(name), Optional.of("ISO-8859-1")));
      }
    }
    assertEquals("M\u00fcller", read("IBM500", "M\u00fcller", "IBM500"));
    String undeclared = document("x", "M\u00fcller").replaceFirst("<\\?.*\\?>", "");
    assertEquals("M\u00fcller", parsed(undeclared.getBytes("IBM500"), Optional.of("IBM500")));
    // Whoever wrote such a document in other bytes has left its old label there.
    for (String label : List.of("UTF-16", "UTF-32", "IBM500")) {
      if (label.startsWith("UTF")) {
        assertEquals("M\u00fcller", read(label, "M\u00fcller", "UTF-8"), label);
      }
      assertEquals(
          "M\u00fcller",
          parsed(document("cp1252", "M\u00fcller").getBytes("cp1252"), Optional.of(label)),
          label);
    }
  }

  @Test
  void the_mark_comes_before_the_header_and_the_header_before_the_declaration() throws IOException {
    String name = "\u0418\u0432\u0430\u043d\u043e\u0432";
    byte[] marked = ("\uFEFF" + document("KOI8-R", name)).getBytes("UTF-8");
    assertEquals(name, parsed(marked, Optional.of("windows-1251")));
    byte[] byHeader = document("KOI8-R", name).getBytes("windows-1251");
    assertEquals(name, parsed(byHeader, Optional.of("windows-1251")));
    assertEquals(name, parsed(byHeader, Optional.of("win-1251")));
    // Also where Java has no charset of the declaration's name.
    assertEquals(
        name, parsed(document("none-such", name).getBytes("windows-1251"), Optional.of("cp1251")));
    byte[] declared = document("KOI8-R", name).getBytes("KOI8-R");
    assertEquals(name, parsed(declared, NONE));
    assertEquals(name, parsed(declared, Optional.of("none-such")));
  }

  @Test
  void the_default_of_http_in_a_header_is_ignored() throws IOException {
    String cyrillic = "\u0418\u0432\u0430\u043d\u043e\u0432";
    for (String header : List.of("ISO-8859-1", "latin1", "us-ascii")) {
      Optional<String> given = Optional.of(header);
      assertEquals(cyrillic, parsed(document("UTF-8", cyrillic).getBytes("UTF-8"), given));
      assertEquals(cyrillic, parsed(document("KOI8-R", cyrillic).getBytes("KOI8-R"), given));
      for (String written : List.of("UTF-8", "ISO-8859-1")) {
        String undeclared = document("x", "M\u00fcller").replaceFirst("<\\?.*\\?>", "");
        assertEquals("M\u00fcller", parsed(undeclared.getBytes(written), given), written);
      }
    }
  }

  @Test
  void under_a_header_that_names_no_charset_only_ascii_is_read() throws IOException {
    String undeclared = document("x", "%s").replaceFirst("<\\?.*\\?>", "");
    byte[] ascii = undeclared.formatted("Miller").getBytes("US-ASCII");
    assertEquals("Miller", parsed(ascii, Optional.of("none-such")));
    byte[] more = undeclared.formatted("M\u00fcller").getBytes("UTF-8");
    XmlRpcException refused =
        assertThrows(XmlRpcException.class, () -> parsed(more, Optional.of("none-such")));
    assertEquals("parse error: unsupported encoding: none-such", refused.getMessage());
  }

  @Test
  void what_is_kept_reads_the_same_without_its_header() throws IOException {
    XmlRpcReader reader = new XmlRpcReader(Limits.DEFAULT);
    String name = "\u0418\u0432\u0430\u043d\u043e\u0432";
    for (String declared : List.of("KOI8-R", "UTF-8", "none-such", "windows-1251")) {
      byte[] came = document(declared, name).getBytes("windows-1251");
      byte[] kept = reader.withoutHeader(came, Optional.of("cp1251"));
      assertEquals(name, parsed(kept, NONE), declared);
      assertEquals(declared.equals("windows-1251"), kept == came, declared);
      assertEquals(document(declared, name), XmlRpcReader.readable(kept));
    }
    byte[] utf8 = document("UTF-8", name).getBytes("UTF-8");
    for (String header : List.of("utf-8", "UTF-16", "none-such")) {
      assertSame(utf8, reader.withoutHeader(utf8, Optional.of(header)), header);
    }
    assertSame(utf8, reader.withoutHeader(utf8, NONE));
  }

  @Test
  void the_charset_of_a_header_is_found_however_it_is_written() {
    for (String value :
        List.of(
            "text/xml; charset=win-1251",
            "text/xml;charset=\"win-1251\"",
            "text/xml ; x=y; CHARSET = 'win-1251' ; z=1",
            "text/xml; charset=win-1251, text/xml")) {
      assertEquals(Optional.of("win-1251"), ContentCharset.of(List.of(value)), value);
    }
    for (String value : List.of("", "text/xml", "charset", "text/xml; charset=", ";charset=\"\"")) {
      assertEquals(NONE, ContentCharset.of(List.of(value)), value);
    }
    assertEquals(NONE, ContentCharset.of(List.of("a/b;charset=" + "x".repeat(3000))));
    assertEquals(Optional.of("a"), ContentCharset.of(List.of("text/xml", "text/xml;charset=a")));
  }

  private static String read(String label, String text, String charset) throws IOException {
    return parsed(document(label, text).getBytes(Charset.forName(charset)), NONE);
  }

  private static String document(String label, String text) {
    return "<?xml version='1.0' encoding='%s'?><methodCall><methodName>a</methodName><params><param><value>%s</value></param></params></methodCall>"
        .formatted(label, text);
  }

  private static String parsed(byte[] document, Optional<String> header) throws IOException {
    return new XmlRpcReader(Limits.DEFAULT)
        .readCall(new ByteArrayInputStream(document), header)
        .parameter(0)
        .asText()
        .orElseThrow();
  }
}
