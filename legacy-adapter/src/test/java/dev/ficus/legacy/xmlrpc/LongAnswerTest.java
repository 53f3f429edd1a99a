package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Lists of any length go through little memory, in and out. */
@Execution(CONCURRENT)
class LongAnswerTest {

  private static final List<String> LITTLE_MEMORY = List.of("-Xmx12m");

  @TempDir Path folder;

  @Test
  void twenty_megabytes_of_orders_are_read_in_a_heap_of_twelve() throws Exception {
    long orders = 60_000;
    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder,
            ChildJvm.Compiling.LITTLE,
            LITTLE_MEMORY,
            LongAnswerReading.class.getName(),
            List.of(Long.toString(orders)));
    assertEquals(Long.toString(orders * (orders - 1) / 2), outcome.output().strip());
  }

  @Test
  void fifty_megabytes_are_written_from_a_heap_of_twelve() throws Exception {
    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder,
            ChildJvm.Compiling.LITTLE,
            LITTLE_MEMORY,
            LongAnswerWriting.class.getName(),
            List.of("500000"));
    assertEquals(0, outcome.status(), outcome.output());
    assertTrue(Long.parseLong(outcome.output().strip()) > 50_000_000, outcome.output());
  }

  @Test
  void a_list_written_element_by_element_is_read_as_one_written_whole() throws IOException {
    List<Value> list = List.of(new Value.Int(1), Value.NIL, new Value.Text("a"));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(answer, list);
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(call, new Call("multiCall", List.of(new Value.Text("session"))), list);

    assertEquals(
        new Answer.Result(new Value.Array(list)),
        RoundTripTest.READER.readAnswer(new ByteArrayInputStream(answer.toByteArray())));
    assertEquals(
        new Call("multiCall", List.of(new Value.Text("session"), new Value.Array(list))),
        RoundTripTest.READER.readCall(new ByteArrayInputStream(call.toByteArray())));
  }

  @Test
  void a_list_with_gaps_that_php_sent_as_a_struct_is_handed_on_as_it_comes() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Map<String, Value> gaps = new java.util.LinkedHashMap<>();
    gaps.put("0", new Value.Text("a"));
    gaps.put("7", new Value.Text("b"));
    XmlRpcWriter.writeAnswer(answer, new Answer.Result(new Value.Struct(gaps)));
    List<Value> seen = new ArrayList<>();

    Optional<Answer.Fault> fault =
        RoundTripTest.READER.readList(new ByteArrayInputStream(answer.toByteArray()), seen::add);

    assertTrue(fault.isEmpty());
    assertEquals(List.of(new Value.Text("a"), new Value.Text("b")), seen);
  }

  @Test
  void a_fault_among_the_answers_of_magento_s_multi_call_is_distinguished_from_a_result() {
    Value.Struct order = new Value.Struct(Map.of("increment_id", new Value.Text("100000001")));
    Value.Struct fault =
        new Value.Struct(
            Map.of(
                "isFault", new Value.Bool(true),
                "faultCode", new Value.Text("100"),
                "faultMessage", new Value.Text("Requested order not exists.")));

    assertEquals(new Answer.Result(order), Answer.ofMultiCall(order));
    assertEquals(new Answer.Fault(100, "Requested order not exists."), Answer.ofMultiCall(fault));
  }
}
