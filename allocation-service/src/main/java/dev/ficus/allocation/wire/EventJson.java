package dev.ficus.allocation.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ficus.allocation.message.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes the bodies of events as other teams read them. What is absent is left out. The fields are
 * spelled out here, and not derived from the records, because they are a contract.
 */
public final class EventJson {

  @FunctionalInterface
  private interface Writer<E extends Event> {
    void write(E event, Fields fields) throws IOException;
  }

  private static final JsonFactory JSON = new JsonFactory();

  private static final Map<Class<? extends Event>, Writer<? extends Event>> WRITERS =
      Map.ofEntries(
          writer(
              Event.BatchCreated.class,
              (event, fields) ->
                  fields
                      .text("batchref", event.batchref())
                      .text("sku", event.sku())
                      .number("qty", event.qty())
                      .text("eta", event.eta())
                      .number("available", event.available())),
          writer(
              Event.BatchQuantityChanged.class,
              (event, fields) ->
                  fields
                      .text("batchref", event.batchref())
                      .text("sku", event.sku())
                      .number("qty", event.qty())
                      .number("available", event.available())),
          writer(
              Event.BatchEtaChanged.class,
              (event, fields) ->
                  fields
                      .text("batchref", event.batchref())
                      .text("sku", event.sku())
                      .text("eta", event.eta())
                      .text("previous_eta", event.previousEta())),
          writer(
              Event.LineAllocated.class,
              (event, fields) ->
                  fields
                      .line(event.orderid(), event.sku(), event.qty(), event.lineid())
                      .text("batchref", event.batchref())
                      .text("eta", event.eta())
                      .number("available", event.available())),
          writer(
              Event.LineDeallocated.class,
              (event, fields) ->
                  fields
                      .line(event.orderid(), event.sku(), event.qty(), event.lineid())
                      .text("batchref", event.batchref())
                      .text("reason", event.reason())
                      .number("available", event.available())),
          writer(
              Event.LineDespatched.class,
              (event, fields) ->
                  fields
                      .line(event.orderid(), event.sku(), event.qty(), event.lineid())
                      .text("batchref", event.batchref())),
          writer(
              Event.LineBackordered.class,
              (event, fields) ->
                  fields
                      .line(event.orderid(), event.sku(), event.qty(), event.lineid())
                      .text("reason", event.reason())),
          writer(
              Event.BackorderCancelled.class,
              (event, fields) ->
                  fields
                      .line(event.orderid(), event.sku(), event.qty(), event.lineid())
                      .text("reason", event.reason())),
          writer(Event.OutOfStock.class, (event, fields) -> fields.text("sku", event.sku())),
          writer(Event.BackInStock.class, (event, fields) -> fields.text("sku", event.sku())),
          writer(
              Event.ProductOpened.class,
              (event, fields) ->
                  fields.text("sku", event.sku()).number("revision", event.revision())),
          writer(
              Event.ProductClosed.class,
              (event, fields) ->
                  fields.text("sku", event.sku()).number("revision", event.revision())),
          writer(Event.CommandParked.class, (event, fields) -> fields.command(event)),
          writer(Event.CommandDiscarded.class, (event, fields) -> fields.command(event)));

  private EventJson() {}

  /** Whether there is a writer for the events of this class. */
  static boolean writes(Class<?> event) {
    return WRITERS.containsKey(event);
  }

  /** The event's data as JSON. */
  @SuppressWarnings("unchecked")
  public static String body(Event event) {
    StringWriter text = new StringWriter(200);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      ((Writer<Event>) WRITERS.get(event.getClass())).write(event, new Fields(json));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static <E extends Event> Map.Entry<Class<E>, Writer<E>> writer(
      Class<E> event, Writer<E> writer) {
    return Map.entry(event, writer);
  }

  private record Fields(JsonGenerator json) {
    Fields line(String orderid, String sku, int qty, String lineid) throws IOException {
      return text("orderid", orderid)
          .text("sku", sku)
          .number("qty", qty)
          .text("lineid", lineid.isEmpty() ? null : lineid);
    }

    Fields command(Event.OfCommand event) throws IOException {
      return text("type", event.type())
          .text("message_id", event.messageId())
          .text("sku", event.sku())
          .text("orderid", event.orderid())
          .text("code", event.code())
          .text("reason", event.reason());
    }

    Fields text(String name, Object value) throws IOException {
      if (value != null) {
        json.writeStringField(name, value.toString());
      }
      return this;
    }

    Fields number(String name, long value) throws IOException {
      json.writeNumberField(name, value);
      return this;
    }
  }
}
