package dev.ficus.legacy.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a list of very many orders; run by {@link LongAnswerTest} where memory is scarce. */
final class LongAnswerReading {

  private static final String START = "<methodResponse><params><param><value><array><data>";
  private static final String ORDER =
      "<value><struct><member><name>increment_id</name><value><string>%d</string></value></member>"
          + "<member><name>status</name><value><string>processing</string></value></member>"
          + "<member><name>items</name><value><array><data>"
          + "<value><struct><member><name>sku</name><value>SKU</value></member></struct></value>"
          + "</data></array></value></member></struct></value>";
  private static final String END = "</data></array></value></param></params></methodResponse>";

  private LongAnswerReading() {}

  /**
   * @param arguments how many orders
   */
  public static void main(String[] arguments) throws IOException {
    int orders = Integer.parseInt(arguments[0]);
    Limits limits = new Limits(Long.MAX_VALUE, 32, 1000, 1000, Duration.ofHours(1));
    AtomicLong sum = new AtomicLong();
    try (InputStream in = HugeDocuments.document(START, ORDER::formatted, orders, END)) {
      new XmlRpcReader(limits)
          .readList(
              in,
              order ->
                  sum.addAndGet(
                      order
                          .asStruct()
                          .flatMap(struct -> struct.member("increment_id").asNumber())
                          .orElseThrow()
                          .longValue()));
    }
    System.out.println(sum);
  }
}
