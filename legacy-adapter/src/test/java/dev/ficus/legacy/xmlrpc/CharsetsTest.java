package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CharsetsTest {

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
    assertEquals(XmlRpcException.Refusal.UNSUPPORTED_ENCODING, refused.refusal());
  }

  private static String read(String label, String text, String charset) throws IOException {
    String document =
        "<?xml version='1.0' encoding='%s'?><methodCall><methodName>a</methodName><params><param><value>%s</value></param></params></methodCall>"
            .formatted(label, text);
    return new XmlRpcReader(Limits.DEFAULT)
        .readCall(new ByteArrayInputStream(document.getBytes(Charset.forName(charset))))
        .parameter(0)
        .asText()
        .orElseThrow();
  }
}
