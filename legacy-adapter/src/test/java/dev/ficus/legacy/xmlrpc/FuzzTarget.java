package dev.ficus.legacy.xmlrpc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What must hold for any bytes whatever; called by the fuzzer that {@link FuzzTest} runs. */
final class FuzzTarget {

  private static final XmlRpcReader READER =
      new XmlRpcReader(new Limits(64 << 10, 16, 1000, 4096, Duration.ofMinutes(2)));

  private static final int MOST_CUT = 5;

  private FuzzTarget() {}

  /** The name is the fuzzer's. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    try {
      if (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
        in = new GZIPInputStream(in);
      }
    } catch (ZipException | EOFException noGzip) {
      return;
    }
    byte[] document;
    try {
      document = in.readNBytes(64 << 10);
    } catch (ZipException | EOFException broken) {
      return;
    }
    Optional<Call> call = call(document);
    if (call.isPresent()) {
      staysAsItIs(call.get());
      isCut(document, call.get());
      XmlRpcReader.readable(document);
    }
    answer(document).ifPresent(FuzzTarget::staysAsItIs);
    list(document);
  }

  private static Optional<Call> call(byte[] document) throws IOException {
    try {
      return Optional.of(READER.readCall(new ByteArrayInputStream(document)));
    } catch (XmlRpcException refused) {
      return Optional.empty();
    }
  }

  private static Optional<Answer> answer(byte[] document) throws IOException {
    try {
      return Optional.of(READER.readAnswer(new ByteArrayInputStream(document)));
    } catch (XmlRpcException refused) {
      return Optional.empty();
    }
  }

  private static void list(byte[] document) throws IOException {
    List<Value> elements = new ArrayList<>();
    try {
      Optional<Answer.Fault> fault =
          READER.readList(new ByteArrayInputStream(document), elements::add);
      Optional<Answer> whole = answer(document);
      Answer expected =
          fault.isPresent() ? fault.get() : new Answer.Result(new Value.Array(elements));
      if (whole.isPresent() && !same(whole.get(), expected)) {
        throw new IllegalStateException("a list is another when it is read whole");
      }
    } catch (XmlRpcException refused) {
      // As it should be.
    }
  }

  /** PHP's list with gaps is a struct when it is read whole. */
  private static boolean same(Answer whole, Answer list) {
    return whole.equals(list)
        || whole instanceof Answer.Result result && result.value() instanceof Value.Struct;
  }

  /**
   * A character that XML cannot hold comes in as a reference and is replaced when it is written, so
   * the second time counts.
   */
  private static void staysAsItIs(Call call) {
    try {
      Call once = RoundTripTest.throughXml(call);
      require(once.equals(RoundTripTest.throughXml(once)));
      require(call.equals(once) || holdsWhatXmlCannot(call.toString()));
    } catch (IOException unreadable) {
      throw new IllegalStateException("what was read cannot be read again", unreadable);
    }
  }

  private static void staysAsItIs(Answer answer) {
    try {
      Answer once = RoundTripTest.throughXml(answer);
      require(once.equals(RoundTripTest.throughXml(once)));
      require(answer.equals(once) || holdsWhatXmlCannot(answer.toString()));
    } catch (IOException unreadable) {
      throw new IllegalStateException("what was read cannot be read again", unreadable);
    }
  }

  /** Each element alone: what is left is read as the rest. */
  private static void isCut(byte[] document, Call call) {
    try {
      WrittenDocument positioned = READER.writtenCall(document, Optional.empty());
      require(Arrays.equals(document, positioned.with(List.of())));
      for (ElementPath path : Elements.of(call.parameters()).stream().limit(MOST_CUT).toList()) {
        DocumentEdit cut = new DocumentEdit.Cut(path);
        if (positioned.allows(cut)) {
          byte[] rest = positioned.with(List.of(cut));
          Call left = READER.readCall(new ByteArrayInputStream(rest));
          require(left.equals(Elements.without(call, List.of(path))));
        }
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException("the rest cannot be read", unreadable);
    }
  }

  private static boolean holdsWhatXmlCannot(String text) {
    return text.chars()
        .anyMatch(
            c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF);
  }

  private static void require(boolean same) {
    if (!same) {
      throw new IllegalStateException("what was read is another when it is written and read again");
    }
  }
}
