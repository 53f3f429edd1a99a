package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.XmlRpcException.DocumentRefusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class XmlRpcReaderTest {

  private static final String LIST_START = "<methodResponse><params><param><value><array><data>";
  private static final String LIST_END =
      "</data></array></value></param></params></methodResponse>";

  @Test
  void a_list_is_handed_on_element_by_element_beyond_every_limit_of_one_call() throws IOException {
    int elements = 200_000;
    byte[] element = "<value><int>1</int></value>".getBytes(StandardCharsets.US_ASCII);
    Limits limits = new Limits(1L << 40, 8, 100, 1000, Duration.ofMinutes(1));
    AtomicInteger seen = new AtomicInteger();

    Optional<Answer.Fault> fault =
        new XmlRpcReader(limits)
            .readList(
                sequence(LIST_START, element, elements, LIST_END), value -> seen.incrementAndGet());

    assertTrue(fault.isEmpty());
    assertEquals(elements, seen.get());
  }

  @Test
  void a_fault_instead_of_a_list_is_handed_back() throws IOException {
    String answer =
        "<methodResponse><fault><value><struct>"
            + "<member><name>faultCode</name><value><int>5</int></value></member>"
            + "<member><name>faultString</name><value>Session expired.</value></member>"
            + "</struct></value></fault></methodResponse>";
    List<Value> seen = new ArrayList<>();

    Optional<Answer.Fault> fault = new XmlRpcReader(Limits.DEFAULT).readList(in(answer), seen::add);

    assertEquals(Optional.of(new Answer.Fault(5, "Session expired.")), fault);
    assertTrue(seen.isEmpty());
  }

  @Test
  void an_answer_without_a_value_is_nil() throws IOException {
    String answer = "<methodResponse><params/></methodResponse>";
    assertEquals(
        new Answer.Result(Value.NIL), new XmlRpcReader(Limits.DEFAULT).readAnswer(in(answer)));
  }

  @Test
  void a_document_that_never_ends_is_refused_by_size() {
    Limits limits = new Limits(1 << 20, 8, 1000, 1000, Duration.ofMinutes(1));
    XmlRpcException refused =
        assertThrows(XmlRpcException.class, () -> new XmlRpcReader(limits).readCall(endless()));
    assertEquals(DocumentRefusal.TOO_LARGE, refused.refusal());
  }

  @Test
  void a_document_that_never_ends_is_refused_by_time() {
    Limits limits = new Limits(Long.MAX_VALUE, 8, 1000, 1000, Duration.ofMillis(50));
    XmlRpcException refused =
        assertThrows(XmlRpcException.class, () -> new XmlRpcReader(limits).readCall(endless()));
    assertEquals(DocumentRefusal.TOO_SLOW, refused.refusal());
  }

  @Test
  void a_connection_that_breaks_is_not_taken_for_a_bad_document() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    IOException thrown =
        assertThrows(IOException.class, () -> new XmlRpcReader(Limits.DEFAULT).readCall(broken));
    assertFalse(thrown instanceof XmlRpcException);
    assertEquals("connection reset", thrown.getMessage());
  }

  @Test
  void a_refusal_contains_nothing_of_the_document() {
    XmlRpcException refused =
        assertThrows(
            XmlRpcException.class,
            () -> new XmlRpcReader(Limits.DEFAULT).readCall(in("<a>secret<b></a>")));
    assertEquals(
        new Answer.Fault(-32600, "server error: not an XML-RPC document"), refused.fault());
  }

  @Test
  void an_empty_php_array_counts_as_a_struct_and_a_numbered_struct_as_a_list() {
    assertEquals(Optional.of(new Value.Struct(Map.of())), new Value.Array(List.of()).asStruct());
    assertEquals(Optional.of(List.of()), new Value.Struct(Map.of()).asList());
    Value.Struct numbered =
        new Value.Struct(
            Map.of("10", new Value.Int(3), "0", new Value.Int(1), "2", new Value.Int(2)));
    assertEquals(
        Optional.of(List.of(new Value.Int(1), new Value.Int(2), new Value.Int(3))),
        numbered.asList());
    assertEquals(Optional.empty(), new Value.Struct(Map.of("sku", Value.NIL)).asList());
    assertEquals(Optional.empty(), new Value.Array(List.of(Value.NIL)).asStruct());
  }

  private static InputStream in(String document) {
    return new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream endless() {
    return new SequenceInputStream(
        in("<methodCall><methodName>a</methodName><params>"),
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        });
  }

  private static InputStream sequence(String start, byte[] element, int times, String end) {
    Enumeration<InputStream> elements =
        new Enumeration<>() {
          private int left = times;

          @Override
          public boolean hasMoreElements() {
            return left > 0;
          }

          @Override
          public InputStream nextElement() {
            left--;
            return new ByteArrayInputStream(element);
          }
        };
    return new SequenceInputStream(
        Collections.enumeration(List.of(in(start), new SequenceInputStream(elements), in(end))));
  }
}
