package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The demo with the packaged services and the first of the real orders. */
class DemoJourneyIT {
  @TempDir Path folder;

  @Test
  void the_figures_add_up_a_call_can_be_followed_and_ctrl_c_ends_all() throws Exception {
    Path orders = firstOrders(40);
    Path file = folder.resolve("addresses");
    Map<String, String> verbose =
        Map.of("QUARKUS_LOG_CATEGORY__DEV_FICUS_AVAILABILITY_APPLIED__LEVEL", "DEBUG");
    try (RunningDemo demo =
        RunningDemo.start(
            folder,
            verbose,
            "--broken",
            "10",
            "--orders",
            orders.toString(),
            "--addresses",
            file.toString())) {
      demo.await("Ctrl-C ends it all");
      assertAddsUp(demo.output());
      Path logs = Path.of(demo.await("logs in (\\S+)"));
      assertEquals(List.of(), disagreements(logs));
      Map<String, String> addresses = demo.awaitAddresses(file);
      assertEquals(
          Set.of(
              "ALLOCATION_URL",
              "AVAILABILITY_URL",
              "LEGACY_URL",
              "AMQP_URL",
              "ALLOCATION_JDBC_URL",
              "AVAILABILITY_JDBC_URL",
              "LEGACY_JDBC_URL"),
          addresses.keySet());
      assertCanBeFollowed(addresses, logs.resolve("availability-service.log"));

      List<ProcessHandle> children = demo.children();
      int status = demo.interrupt();
      assertEquals(status, demo.awaitEnd());
      assertEquals(List.of(), RunningDemo.awaitEnd(children));
      assertFalse(answers(addresses.get("ALLOCATION_URL")));
    }
  }

  /** A broken order does not stop the next. */
  private static void assertAddsUp(String output) {
    assertTrue(output.contains("It adds up"), output);
    assertTrue(output.matches("(?s).*orders sent +40 +40\n.*"), output);
    assertTrue(output.matches("(?s).*units oversold +0\n.*"), output);
    assertTrue(output.contains("an order without number was answered by success"), output);
    assertTrue(output.contains("ended in the middle was answered by fault"), output);
  }

  /** A call of the shop is seen in availability-service under its own ids. */
  private static void assertCanBeFollowed(Map<String, String> addresses, Path log)
      throws IOException, InterruptedException {
    Http.post(
        URI.create(addresses.get("ALLOCATION_URL") + "/batches"),
        "application/json",
        "{\"batchref\":\"rugs\",\"sku\":\"RUG\",\"qty\":10}",
        LIMIT);
    String trace = UUID.randomUUID().toString().replace("-", "");
    String correlation = "journey-" + trace.substring(0, 8);
    callAdapter(addresses.get("LEGACY_URL"), correlation, trace);
    String line =
        "Applied line_allocated: sku=RUG sequence=2 correlation_id=%s trace_id=%s"
            .formatted(correlation, trace);
    assertTrue(Waiting.until(() -> read(log).contains(line), LIMIT), () -> read(log));
  }

  /** Two services that declare one queue differently: the second would find it otherwise. */
  private static List<String> disagreements(Path logs) throws IOException {
    List<String> found = new ArrayList<>();
    for (Service service : Service.values()) {
      Files.readAllLines(logs.resolve(service.module() + ".log")).stream()
          .filter(line -> line.contains("declared otherwise") || line.contains("PRECONDITION"))
          .forEach(found::add);
    }
    return found;
  }

  /** Elsewhere {@link ChristmasJourneyIT} kills it while orders come in. */
  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void killing_allocation_service_in_the_middle_only_delays() throws Exception {
    // So many that the kill never comes after the end.
    Path orders = firstOrders(300);
    try (RunningDemo demo = start("--once", "--orders", orders.toString())) {
      String pid = demo.await("allocation-service .*\\(process (\\d+)\\)");
      demo.await("orders +20 %");
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      assertEquals(0, demo.awaitEnd(), demo.output());
      assertTrue(demo.output().contains("allocation-service ended with status 137"), demo.output());
      assertTrue(demo.output().contains("allocation-service is back"), demo.output());
      assertTrue(demo.output().contains("It adds up"), demo.output());
    }
  }

  /** By day {@code PrivateStackTest} kills a program that has started servers. */
  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void kill_9_of_the_launcher_leaves_nothing_running() throws Exception {
    Path orders = firstOrders(120);
    try (RunningDemo demo = start("--orders", orders.toString())) {
      demo.await("orders +20 %");
      List<ProcessHandle> children = demo.children();
      assertTrue(children.size() >= 6, "services, servers and the shop: " + children);
      demo.kill();
      assertEquals(List.of(), RunningDemo.awaitEnd(children));
    }
  }

  private RunningDemo start(String... options) throws IOException {
    return RunningDemo.start(folder, Map.of(), options);
  }

  /** The lines of the first orders of the demo's own feed. */
  private Path firstOrders(int count) throws IOException {
    List<String> lines = Files.readAllLines(Project.here().orders());
    Set<String> orders = new LinkedHashSet<>();
    int end = 1;
    while (end < lines.size()) {
      orders.add(lines.get(end).split(",", 2)[0]);
      if (orders.size() > count) {
        break;
      }
      end++;
    }
    return Files.write(folder.resolve("orders.csv"), lines.subList(0, end));
  }

  private static void callAdapter(String legacy, String correlation, String trace)
      throws IOException, InterruptedException {
    String call =
        """
        <?xml version="1.0"?>
        <methodCall><methodName>sales_order.create</methodName><params><param><value><struct>
          <member><name>increment_id</name><value>100000017</value></member>
          <member><name>items</name><value><array><data><value><struct>
            <member><name>item_id</name><value>1</value></member>
            <member><name>sku</name><value>RUG</value></member>
            <member><name>qty_ordered</name><value>3.0000</value></member>
          </struct></value></data></array></value></member>
        </struct></value></param></params></methodCall>
        """;
    String path = ShopRules.read(Project.here().adapterConfiguration()).path();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(legacy + path))
            .header("Content-Type", "text/xml")
            .header("X-Correlation-Id", correlation)
            .header("traceparent", "00-%s-00f067aa0ba902b7-00".formatted(trace))
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertFalse(response.body().contains("fault"), response.body());
    assertEquals(correlation, response.headers().firstValue("X-Correlation-Id").orElse(""));
  }

  private static boolean answers(String url) {
    try {
      return Http.get(URI.create(url + "/q/health/live"), LIMIT).status() > 0;
    } catch (IOException nobody) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException notYet) {
      return "";
    }
  }
}
