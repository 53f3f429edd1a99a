package dev.ficus.allocation.http;

import dev.ficus.allocation.message.Malformed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies that come compressed, and no body of JSON beyond what one may have, be it a small
 * one that unfolds. Same rule as in availability-service.
 */
@Provider
public class RequestEncoding implements ReaderInterceptor {
  private static final int LARGEST = 10 * 1024 * 1024;
  private static final Set<String> NONE = Set.of("", "identity");
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  /** A body that is not what its Content-Encoding says. */
  static final class BrokenEncoding extends IOException {
    private BrokenEncoding() {
      super("is not gzip, as its Content-Encoding says, or ends too soon");
    }
  }

  /** A body in an encoding that is not read here; the answer names the one that is. */
  static final class UnknownEncoding extends RuntimeException {
    private UnknownEncoding(String encoding) {
      super("the Content-Encoding " + encoding + " is not read here", null, false, false);
    }
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext call) throws IOException {
    String given = call.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
    String encoding = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
    try {
      if (GZIP.contains(encoding)) {
        call.setInputStream(new Unfolded(call.getInputStream()));
      } else if (!NONE.contains(encoding)) {
        throw new UnknownEncoding(given);
      }
      if (call.getType() == byte[].class) {
        call.setInputStream(whole(call.getInputStream()));
      }
    } catch (BrokenEncoding broken) {
      throw new Malformed("body", broken.getMessage());
    }
    return call.proceed();
  }

  private static InputStream whole(InputStream in) throws IOException {
    byte[] body = in.readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw Problem.tooLarge("the body is longer than " + LARGEST + " bytes");
    }
    return new ByteArrayInputStream(body);
  }

  /** Says that more may come, or a second part behind the first would be taken for the end. */
  private static final class Unhurried extends FilterInputStream {
    Unhurried(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return Math.max(1, super.available());
    }
  }

  private static final class Unfolded extends FilterInputStream {
    Unfolded(InputStream in) throws IOException {
      super(begun(in));
    }

    private static InputStream begun(InputStream in) throws IOException {
      try {
        return new GZIPInputStream(new Unhurried(in));
      } catch (ZipException | EOFException e) {
        throw new BrokenEncoding();
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (ZipException | EOFException e) {
        throw new BrokenEncoding();
      }
    }
  }
}
