package dev.ficus.legacy.xmlrpc;

import dev.ficus.legacy.xmlrpc.XmlRpcException.DocumentRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes to characters, for senders that label their encoding wrongly or not at all.
 *
 * <p>The charset is that of the byte order mark, else that of the header, else that of the
 * declaration. A header counts for nothing when the document does not begin in its charset, or when
 * it names ISO-8859-1 or ASCII, as libraries of HTTP do whatever is sent: without a declaration
 * those documents are read rightly all the same.
 *
 * <p>A document counts as UTF-8 unless it declares another charset; a byte in it that is no UTF-8
 * is read as Windows-1252, of which ISO-8859-1's printable characters are a part: that is what
 * shops of the time sent under a UTF-8 label. Byte order marks and white space before the document
 * are dropped, and control characters that XML forbids become U+FFFD, so that a stray one in a
 * description does not make an order unreadable. Bytes and time are limited here, where they come
 * in.
 */
final class TolerantDecoder extends Reader {

  private static final int DECLARATION_SPAN = 256;
  private static final Pattern ENCODING =
      Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._:+-]{1,40})[\"']");
  private static final String EBCDIC = "IBM037";

  /** What libraries of HTTP write into a header without a look at the document. */
  private static final Set<Charset> DEFAULTS =
      Set.of(StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII);

  private static final char REPLACEMENT = '\uFFFD';
  private static final String WINDOWS_1252_80_TO_9F =
      "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
          + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long EACH_SPACE = 0x2020202020202020L;
  private static final long EACH_TOP_BIT = 0x8080808080808080L;

  private enum Form {
    UTF_8,
    ASCII,
    WINDOWS_1252,
    ISO_8859_15,
    UTF_16_BIG,
    UTF_16_LITTLE,
    OTHER
  }

  private final InputStream in;
  private final Optional<String> header;
  private final long limit;
  private final long deadline;
  private final byte[] bytes = new byte[8192];
  private int position;
  private int end;
  private boolean exhausted;
  private long count;
  private Charset charset;
  private boolean onlyAscii;
  private Form form;
  private CharsetDecoder other;
  private boolean begun;
  private char secondHalf;
  private long allowance = Long.MAX_VALUE;

  /**
   * @param header the charset that came with the document, by its name
   */
  TolerantDecoder(InputStream in, Optional<String> header, Limits limits) {
    this.in = in;
    this.header = header;
    this.limit = limits.bytes();
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  /** Refuses, from now until it is called again, to hand out many more characters than these. */
  void allow(int characters) {
    allowance = characters;
  }

  private void checkTime() throws XmlRpcException {
    if (System.nanoTime() - deadline > 0) {
      throw new XmlRpcException(DocumentRefusal.TOO_SLOW);
    }
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    charset();
    int written = 0;
    while (written == 0) {
      if (position == end && secondHalf == 0 && !have(1)) {
        return -1;
      }
      written = decode(target, offset, length);
      if (!begun && written > 0) {
        written = withoutLeadingSpace(target, offset, written);
      }
    }
    allowance -= written;
    if (allowance < 0) {
      throw new XmlRpcException(DocumentRefusal.TEXT_TOO_LONG);
    }
    return written;
  }

  /** How many bytes the characters take that were read, if it was not half of a pair at the end. */
  long position() {
    return count - (end - position);
  }

  /** The charset in which the document is read. */
  Charset charset() throws IOException {
    if (charset == null) {
      charset = detect();
      form = onlyAscii ? Form.ASCII : formOf(charset);
    }
    return charset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int withoutLeadingSpace(char[] target, int offset, int written) {
    int skip = 0;
    while (skip < written && (target[offset + skip] <= ' ' || target[offset + skip] == '\uFEFF')) {
      skip++;
    }
    begun = skip < written;
    System.arraycopy(target, offset + skip, target, offset, written - skip);
    return written - skip;
  }

  private int decode(char[] target, int offset, int length) throws IOException {
    if (form == Form.OTHER) {
      return decodeOther(target, offset, length);
    }
    int to = offset;
    int limitOffset = offset + length;
    if (secondHalf != 0) {
      target[to++] = secondHalf;
      secondHalf = 0;
    }
    while (to < limitOffset && position < end) {
      if (form == Form.UTF_8) {
        int run = plainRun(Math.min(end, position + limitOffset - to));
        if (run > 0) {
          // The virtual machine widens a string faster than a loop here could.
          new String(bytes, position, run, StandardCharsets.ISO_8859_1)
              .getChars(0, run, target, to);
          position += run;
          to += run;
          continue;
        }
        byte next = bytes[position];
        if (next >= ' ') {
          target[to++] = (char) next;
          position++;
        } else {
          to = put(target, to, limitOffset, next < 0 ? utf8() : bytes[position++]);
        }
      } else if (form == Form.UTF_16_BIG || form == Form.UTF_16_LITTLE) {
        to = put(target, to, limitOffset, utf16());
      } else {
        to = put(target, to, limitOffset, singleByte(bytes[position++] & 0xFF));
      }
    }
    return to - offset;
  }

  /** By the decoder that Java has for this charset; what is none of its characters is U+FFFD. */
  private int decodeOther(char[] target, int offset, int length) throws IOException {
    // A pair of surrogates needs room for two, and the parser may ask for one character.
    CharBuffer decoded = CharBuffer.allocate(Math.max(length - 1, 1) + 1);
    if (secondHalf != 0) {
      target[offset] = secondHalf;
      secondHalf = 0;
      return 1;
    }
    decoded.limit(length);
    ByteBuffer waiting = ByteBuffer.wrap(bytes, position, end - position);
    if (other.decode(waiting, decoded, false).isOverflow() && decoded.position() == 0) {
      decoded.limit(2);
      other.decode(waiting, decoded, false);
    }
    boolean stuck = waiting.position() == position && decoded.position() == 0;
    position = waiting.position();
    if (stuck && !have(end - position + 1)) {
      // The stream ends within a character.
      position = end;
      decoded.put(REPLACEMENT);
    }
    int written = decoded.position();
    for (int at = 0; at < written; at++) {
      char next = decoded.get(at);
      char shown = allowed(next) || Character.isSurrogate(next) ? next : REPLACEMENT;
      if (at < length) {
        target[offset + at] = shown;
      } else {
        secondHalf = shown;
      }
    }
    return Math.min(written, length);
  }

  /** How many bytes from here are printable ASCII for certain, looking at eight at a time. */
  private int plainRun(int until) {
    int place = position;
    while (place + Long.BYTES <= until) {
      long eight = (long) EIGHT_BYTES.get(bytes, place);
      // A byte below a space borrows, one beyond ASCII has the bit already.
      if (((eight | eight - EACH_SPACE) & EACH_TOP_BIT) != 0) {
        break;
      }
      place += Long.BYTES;
    }
    return place - position;
  }

  private int put(char[] target, int to, int limitOffset, int codePoint) {
    if (codePoint < 0x10000) {
      target[to] = allowed(codePoint) ? (char) codePoint : REPLACEMENT;
      return to + 1;
    }
    target[to] = Character.highSurrogate(codePoint);
    char low = Character.lowSurrogate(codePoint);
    if (to + 1 < limitOffset) {
      target[to + 1] = low;
      return to + 2;
    }
    secondHalf = low;
    return to + 1;
  }

  private static boolean allowed(int codePoint) {
    return codePoint >= 0x20
        ? codePoint < 0xFFFE && (codePoint < 0xD800 || codePoint > 0xDFFF)
        : codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
  }

  /** One character of several bytes, or the first byte alone when they are no UTF-8. */
  private int utf8() throws IOException {
    int first = bytes[position] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first >= 0xC2 && first <= 0xF4 && have(length)) {
      int codePoint = first & (0x7F >> length);
      boolean valid = true;
      for (int i = 1; i < length; i++) {
        int following = bytes[position + i];
        valid &= (following & 0xC0) == 0x80;
        codePoint = codePoint << 6 | following & 0x3F;
      }
      boolean shortest = length == 2 || codePoint >= (length == 3 ? 0x800 : 0x10000);
      boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
      if (valid && shortest && !surrogate && codePoint <= Character.MAX_CODE_POINT) {
        position += length;
        return codePoint;
      }
    }
    position++;
    return windows1252(first);
  }

  private int utf16() throws IOException {
    if (!have(2)) {
      position = end;
      return REPLACEMENT;
    }
    int unit = unitAt(position);
    position += 2;
    if (Character.isHighSurrogate((char) unit)
        && have(2)
        && Character.isLowSurrogate((char) unitAt(position))) {
      int low = unitAt(position);
      position += 2;
      return Character.toCodePoint((char) unit, (char) low);
    }
    return unit;
  }

  private int unitAt(int place) {
    int a = bytes[place] & 0xFF;
    int b = bytes[place + 1] & 0xFF;
    return form == Form.UTF_16_BIG ? a << 8 | b : b << 8 | a;
  }

  private int singleByte(int octet) throws XmlRpcException {
    if (form == Form.ASCII) {
      // Whatever the charset of the header is, ASCII is likely to be a part of it; no more.
      if (octet >= 0x80) {
        throw unsupported(header.orElseThrow());
      }
      return octet;
    }
    if (form == Form.ISO_8859_15) {
      return switch (octet) {
        case 0xA4 -> 0x20AC;
        case 0xA6 -> 0x160;
        case 0xA8 -> 0x161;
        case 0xB4 -> 0x17D;
        case 0xB8 -> 0x17E;
        case 0xBC -> 0x152;
        case 0xBD -> 0x153;
        case 0xBE -> 0x178;
        default -> octet;
      };
    }
    return windows1252(octet);
  }

  private static int windows1252(int octet) {
    return octet >= 0x80 && octet <= 0x9F ? WINDOWS_1252_80_TO_9F.charAt(octet - 0x80) : octet;
  }

  private Charset detect() throws IOException {
    have(4);
    if (startsWith(0x00, 0x00, 0xFE, 0xFF) || startsWith(0x00, 0x00, 0x00, '<')) {
      return Charset.forName("UTF-32BE");
    }
    if (startsWith(0xFF, 0xFE, 0x00, 0x00) || startsWith('<', 0x00, 0x00, 0x00)) {
      return Charset.forName("UTF-32LE");
    }
    if (startsWith(0xFE, 0xFF) || startsWith(0x00, '<')) {
      return StandardCharsets.UTF_16BE;
    }
    if (startsWith(0xFF, 0xFE) || startsWith('<', 0x00)) {
      return StandardCharsets.UTF_16LE;
    }
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    have(DECLARATION_SPAN);
    Optional<Charset> ofHeader = header.flatMap(Charsets::named);
    if (ofHeader.filter(named -> !DEFAULTS.contains(named)).filter(this::beginsIn).isPresent()) {
      return ofHeader.get();
    }
    while (have(1) && bytes[position] <= ' ' && bytes[position] >= 0) {
      position++;
    }
    have(DECLARATION_SPAN);
    boolean ebcdic = startsWith(0x4C, 0x6F, 0xA7, 0x94);
    Matcher declared =
        ENCODING.matcher(beginning(ebcdic ? Charset.forName(EBCDIC) : StandardCharsets.ISO_8859_1));
    if (declared.find()) {
      return Charsets.named(declared.group(1))
          .map(TolerantDecoder::ofOneByte)
          .filter(this::beginsIn)
          .orElseThrow(() -> unsupported(declared.group(1)));
    }
    onlyAscii = header.isPresent() && ofHeader.isEmpty();
    return StandardCharsets.UTF_8;
  }

  /** A label of wider characters that is itself readable byte by byte can only be wrong. */
  private static Charset ofOneByte(Charset declared) {
    return declared.name().matches("(?i).*UTF-(16|32).*") ? StandardCharsets.UTF_8 : declared;
  }

  /** Whether a document in this charset can begin like this. */
  private boolean beginsIn(Charset named) {
    return beginning(named).chars().filter(c -> c > ' ' && c != '\uFEFF').findFirst().orElse(0)
        == '<';
  }

  private String beginning(Charset readBy) {
    return new String(bytes, position, Math.min(end - position, DECLARATION_SPAN), readBy);
  }

  private Form formOf(Charset detected) {
    return switch (detected.name()) {
      case "UTF-8", "US-ASCII" -> Form.UTF_8;
      case "ISO-8859-1", "windows-1252" -> Form.WINDOWS_1252;
      case "ISO-8859-15" -> Form.ISO_8859_15;
      case "UTF-16", "UTF-16BE" -> Form.UTF_16_BIG;
      case "UTF-16LE" -> Form.UTF_16_LITTLE;
      default -> {
        other =
            detected
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        yield Form.OTHER;
      }
    };
  }

  private static XmlRpcException unsupported(String label) {
    return new XmlRpcException(DocumentRefusal.UNSUPPORTED_ENCODING, label);
  }

  private boolean startsWith(int... octets) {
    if (end - position < octets.length) {
      return false;
    }
    for (int i = 0; i < octets.length; i++) {
      if ((bytes[position + i] & 0xFF) != octets[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether at least this many bytes are at hand, reading more when there are fewer. */
  private boolean have(int wanted) throws IOException {
    while (end - position < wanted && !exhausted) {
      if (position > 0) {
        System.arraycopy(bytes, position, bytes, 0, end - position);
        end -= position;
        position = 0;
      }
      checkTime();
      int got = in.read(bytes, end, bytes.length - end);
      if (got < 0) {
        exhausted = true;
      } else {
        end += got;
        count += got;
        if (count > limit) {
          throw new XmlRpcException(DocumentRefusal.TOO_LARGE);
        }
      }
    }
    return end - position >= wanted;
  }
}
