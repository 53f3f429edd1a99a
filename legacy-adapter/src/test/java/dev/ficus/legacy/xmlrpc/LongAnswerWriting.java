package dev.ficus.legacy.xmlrpc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.LongStream;

/** Writes lists that nobody could hold; run by {@link LongAnswerTest} where memory is scarce. */
final class LongAnswerWriting {

  private LongAnswerWriting() {}

  /**
   * @param arguments how many elements
   */
  public static void main(String[] arguments) throws IOException {
    long elements = Long.parseLong(arguments[0]);
    try (CountingOutput out = new CountingOutput()) {
      XmlRpcWriter.writeAnswer(out, list(elements));
      XmlRpcWriter.writeCall(
          out, new Call("multiCall", List.of(new Value.Text("session"))), list(elements));
      System.out.println(out.count);
    }
  }

  private static Iterable<Value> list(long elements) {
    return () ->
        LongStream.range(0, elements)
            .<Value>mapToObj(number -> new Value.Text("an order's number, " + number))
            .iterator();
  }

  private static final class CountingOutput extends OutputStream {
    private long count;

    @Override
    public void write(int octet) {
      count++;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      count += length;
    }
  }
}
