package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo with the packaged services and the first of the real orders, by night: it has servers of
 * its own, and what decides whether a change lands runs the whole demo besides.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
class DemoJourneyIT {
  @TempDir Path folder;

  @Test
  void the_figures_add_up_and_ctrl_c_ends_all() throws Exception {
    Path orders = firstOrders(40);
    Path file = folder.resolve("addresses");
    try (RunningDemo demo =
        start("--broken", "10", "--orders", orders.toString(), "--addresses", file.toString())) {
      demo.await("Ctrl-C ends it all");
      assertAddsUp(demo.output());
      Map<String, String> addresses = demo.awaitAddresses(file);
      assertEquals(
          Set.of(
              "ALLOCATION_URL",
              "AVAILABILITY_URL",
              "LEGACY_URL",
              "ALLOCATION_MANAGEMENT_URL",
              "AVAILABILITY_MANAGEMENT_URL",
              "LEGACY_MANAGEMENT_URL",
              "AMQP_URL",
              "ALLOCATION_JDBC_URL",
              "AVAILABILITY_JDBC_URL",
              "LEGACY_JDBC_URL"),
          addresses.keySet());

      List<ProcessHandle> children = demo.children();
      int status = demo.interrupt();
      assertEquals(status, demo.awaitEnd());
      assertEquals(List.of(), RunningDemo.awaitEnd(children));
      assertFalse(answers(addresses.get("ALLOCATION_MANAGEMENT_URL")));
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

  /** By day {@link ChristmasJourneyIT} kills it while orders come in. */
  @Test
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

  /** By day {@link CutOverJourneyIT} takes waves over and back. */
  @Test
  void a_wave_is_cut_over_and_rolled_back_and_the_sums_over_both_worlds_hold() throws Exception {
    Path orders = firstOrders(60);
    try (RunningDemo demo = start("--strangling", "--once", "--orders", orders.toString())) {
      assertEquals(0, demo.awaitEnd(), demo.output());
      String output = demo.output();
      assertTrue(
          output.matches(
              "(?s).*The second wave is shadowed: .*Compared in the first wave: \\d+ same.*"
                  + "The first wave is cut over: .*The first wave is rolled back: .*"
                  + "The first wave is cut over: .*The second wave is kept back: .*"
                  + "order shop:\\d+, \\w+: the monolith: .*The second wave is cut over: .*"),
          output);
      assertTrue(output.matches("(?s).*orders sent +60\n.*"), output);
      assertTrue(output.matches("(?s).*certificate 2 +roll_back +first .*"), output);
      assertTrue(output.matches("(?s).*certificate 4 +cut_over +second .*"), output);
      assertTrue(output.contains("It adds up"), output);
      assertTrue(output.matches("(?s).*The desk: http://.*/desk\n.*"), output);
    }
  }

  /** By day {@code PrivateStackTest} kills a program that has started servers. */
  @Test
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
    return RunningDemo.start(folder, options);
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

  private static boolean answers(String url) {
    try {
      return Http.get(URI.create(url + "/q/health/live"), CLOCK_LIMIT).status() > 0;
    } catch (IOException nobody) {
      return false;
    }
  }
}
