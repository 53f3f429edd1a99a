package dev.ficus.journeys;

import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * A call about an order, as the monolith has received it.
 *
 * @param about method and order number
 * @param text the document, a character for each of its bytes
 * @param answer what the monolith has answered, likewise; empty where the connection was cut
 */
record OrderDocument(Subject about, String text, String answer) {
  private static final String ITEM = "<value><struct><member><name>item_id</name>";
  private static final String STOCK = "stock.";
  private static final String ITEM_END = "</struct></value>";

  /** What a call is about. */
  record Subject(String method, String order) {}

  /**
   * The calls about orders in a recording of the monolith's, in order.
   *
   * @throws IOException when there is anything in it but these and calls about stock
   */
  static List<OrderDocument> read(Path recording) throws IOException {
    List<OrderDocument> documents = new ArrayList<>();
    for (Recording.Exchange exchange : Recording.read(recording)) {
      byte[] body = Message.parse(exchange.request()).body();
      byte[] answer = exchange.answer();
      XmlRpc.Call call = call(body);
      if (!call.method().startsWith(STOCK)) {
        documents.add(
            new OrderDocument(
                subject(call),
                new String(body, StandardCharsets.ISO_8859_1),
                new String(
                    answer.length == 0 ? answer : Message.parse(answer).body(),
                    StandardCharsets.ISO_8859_1)));
      }
    }
    return documents;
  }

  private static XmlRpc.Call call(byte[] body) throws IOException {
    try {
      return XmlRpc.readCall(body);
    } catch (XMLStreamException noCall) {
      throw new IOException("the monolith has received what is no call", noCall);
    }
  }

  private static Subject subject(XmlRpc.Call call) {
    Object first = call.parameters().get(0);
    Object number = first instanceof Map<?, ?> order ? order.get("increment_id") : first;
    return new Subject(call.method(), String.valueOf(number));
  }

  /**
   * The document without some lines, as the shop writes them: cut out by their place, nothing else
   * changed.
   *
   * @param items the ids of the lines
   */
  String without(Set<String> items) {
    StringBuilder rest = new StringBuilder();
    int from = 0;
    int item = 1;
    for (int at = text.indexOf(ITEM); at >= 0; at = text.indexOf(ITEM, at + 1)) {
      int end = text.indexOf(ITEM_END, at) + ITEM_END.length();
      rest.append(text, from, items.contains("" + item) ? at : end);
      from = end;
      item++;
    }
    return rest.append(text, from, text.length()).toString();
  }
}
