package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.feed.dialect.ListedOrders.ListAnswer;
import dev.ficus.legacy.feed.dialect.ListedOrders.ListedOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders are taken out of an answer that lists them, and all else of it stays. */
class ListedOrdersTest {

  private static final XmlRpcReader READER = new XmlRpcReader(Limits.DEFAULT);
  private static final ValuePath NOWHERE = ValuePath.NOWHERE;
  private static final OrderShape SHAPE =
      new OrderShape(
          ValuePath.of(List.of("increment_id")),
          NOWHERE,
          NOWHERE,
          NOWHERE,
          new OrderShape.LineShape(NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));

  @Test
  void orders_are_cut_by_their_numbers_out_of_an_array() throws IOException {
    String rest =
        "<value><array><data>\n <!-- M\u00fcller -->%s "
            + row("2")
            + "%s"
            + "</data></array></value>";
    byte[] answer = answer(rest.formatted(row("1"), row("1") + "<value>none</value>"));
    ListAnswer listed = in(answer, READER);
    assertEquals(List.of(number("1"), number("2"), number("1")), numbers(listed));
    assertArrayEquals(answer, without(listed, Set.of()));
    assertArrayEquals(
        answer(rest.formatted("", "<value>none</value>")), without(listed, Set.of(number("1"))));
  }

  @Test
  void orders_are_cut_out_of_a_list_with_gaps_in_whatever_order_it_is_written() throws IOException {
    String of7 = "<member><name>7</name>" + row("1") + "</member>";
    String of3 = "<member><name>3</name>" + row("2") + "</member>";
    byte[] answer = answer("<value><struct>" + of7 + of3 + "</struct></value>");
    assertArrayEquals(
        answer("<value><struct>" + of3 + "</struct></value>"),
        without(in(answer, READER), Set.of(number("1"))));
  }

  @Test
  void a_list_may_hold_more_values_than_one_order() throws IOException {
    XmlRpcReader frugal = new XmlRpcReader(new Limits(1 << 20, 8, 10, 1000, Duration.ofMinutes(2)));
    byte[] answer =
        answer(
            "<value><array>"
                + IntStream.range(0, 500).mapToObj(at -> row("" + at)).collect(Collectors.joining())
                + "</array></value>");
    ListAnswer listed = in(answer, frugal);
    assertEquals(500, numbers(listed).size());
    assertArrayEquals(
        answer("<value><array></array></value>"), without(listed, Set.copyOf(numbers(listed))));
  }

  @Test
  void a_fault_lists_nothing_and_stays() throws IOException {
    byte[] fault =
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member></struct></value></fault></methodResponse>"
            .getBytes(StandardCharsets.UTF_8);
    ListAnswer listed = in(fault, READER);
    assertEquals(List.of(), numbers(listed));
    assertArrayEquals(fault, without(listed, Set.of(number("1"))));
  }

  @Test
  void what_is_no_list_is_refused() {
    assertThrows(XmlRpcException.class, () -> in(answer("<value>none</value>"), READER));
  }

  @Test
  void in_a_charset_that_shifts_no_order_can_be_cut() throws IOException {
    Charset shifting = Charset.forName("ISO-2022-JP");
    byte[] answer = text("<value><array>" + row("1") + "</array></value>").getBytes(shifting);
    ListAnswer listed =
        ListAnswer.read(answer, Optional.of(shifting.name()), READER, SHAPE, "shop");
    assertFalse(listed.document().allows(listed.orders().without(any -> true).get(0)));
    assertArrayEquals(answer, without(listed, Set.of()));
  }

  private static ListAnswer in(byte[] answer, XmlRpcReader reader) throws IOException {
    return ListAnswer.read(answer, Optional.empty(), reader, SHAPE, "shop");
  }

  private static List<OrderNumber> numbers(ListAnswer listed) {
    return listed.orders().orders().stream().map(ListedOrder::number).toList();
  }

  private static byte[] without(ListAnswer listed, Set<OrderNumber> leaving) {
    return listed
        .document()
        .with(listed.orders().without(order -> leaving.contains(order.number())));
  }

  private static OrderNumber number(String number) {
    return new OrderNumber("shop", number);
  }

  private static String row(String number) {
    return "<value><struct><member><name>increment_id</name><value>"
        + number
        + "</value></member><member><name>status</name><value>new</value></member></struct></value>";
  }

  private static byte[] answer(String value) {
    return text(value).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(String value) {
    return "<methodResponse><params><param>" + value + "</param></params></methodResponse>";
  }
}
