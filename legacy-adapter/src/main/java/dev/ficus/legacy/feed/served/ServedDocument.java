package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Document of a request as it was written; it is read for positions when they are asked for. */
public final class ServedDocument {

  private final Call call;
  private final Supplier<byte[]> unpacked;
  private final Optional<String> charset;
  private final XmlRpcReader reader;
  private WrittenDocument written;

  /**
   * @param call the document's own
   * @param unpacked gives its bytes, which can be read
   * @param charset that the header names with which it came
   */
  public ServedDocument(
      Call call, Supplier<byte[]> unpacked, Optional<String> charset, XmlRpcReader reader) {
    this.call = call;
    this.unpacked = unpacked;
    this.charset = charset;
    this.reader = reader;
  }

  /** The document's own call. */
  Call call() {
    return call;
  }

  /** The positions of what is in it. */
  synchronized WrittenDocument written() {
    if (written == null) {
      try {
        written = reader.writtenCall(unpacked.get(), charset);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return written;
  }

  /** The bytes with these edits. */
  byte[] with(Collection<DocumentEdit> edits) {
    return written().with(edits);
  }

  /** One of the calls in the document as these edits leave it. */
  Call callAt(String place, Dialect dialect, Collection<DocumentEdit> edits) {
    try {
      Call edited = reader.readCall(new ByteArrayInputStream(with(edits)), charset);
      return dialect.withInner(edited).stream()
          .filter(each -> each.place().equals(place))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
