package dev.ficus.legacy.xmlrpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads XML-RPC from a stream: tolerant of what old senders do, hard against what attackers do.
 *
 * <p>Every method throws {@link XmlRpcException} for a document that is refused and another {@link
 * IOException} when the stream itself fails. The stream is left open. Instances may be shared.
 */
public final class XmlRpcReader {

  private final Limits limits;

  /** A reader that refuses what goes beyond these limits. */
  public XmlRpcReader(Limits limits) {
    this.limits = limits;
  }

  /** Reads a {@code methodCall}. */
  public Call readCall(InputStream in) throws IOException {
    return new DocumentParser(in, limits).call();
  }

  /** Reads a {@code methodResponse}. */
  public Answer readAnswer(InputStream in) throws IOException {
    return new DocumentParser(in, limits).answer();
  }

  /**
   * Reads a {@code methodResponse} whose result is an array of any length, in constant memory. A
   * struct of numbered members counts, as they come: so PHP sends a list with gaps.
   *
   * @param each takes each element as it arrives, before it is known whether the rest is well
   *     formed
   * @return the fault, if that is what came
   */
  public Optional<Answer.Fault> readList(InputStream in, Consumer<Value> each) throws IOException {
    return Optional.ofNullable(new DocumentParser(in, limits).answerList(each));
  }

  /** A document's text, for people: read as tolerantly as {@link #readCall} reads it. */
  public static String readable(byte[] document) {
    StringWriter text = new StringWriter(document.length);
    try (Reader characters =
        new TolerantDecoder(new ByteArrayInputStream(document), Limits.DEFAULT)) {
      characters.transferTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
