package dev.ficus.oldworld.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ficus.oldworld.Caller;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shop as a process of its own, called by others than ourselves. */
class ShopProcessTest {
  private Process process;
  private int port;

  @AfterEach
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void it_ends_with_its_parents_pipe() throws Exception {
    open();
    process.getOutputStream().close();
    assertTrue(process.waitFor(ShopServerTest.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void a_misuse_is_named_and_ends_it() throws Exception {
    start("--colour", "red");
    assertEquals(2, process.waitFor());
  }

  @Test
  void an_address_that_is_not_this_machines_ends_it() throws Exception {
    // One that is for documentation alone.
    start("--orders", "../data/online-retail-2010-12-01-to-02.csv", "--address", "192.0.2.1");
    assertEquals(2, process.waitFor());
  }

  @Test
  void a_hundred_thousand_orders_fit_in_a_small_heap() throws Exception {
    open("--count", "100000", "--lines-per-order", "3");
    String session = (String) new Caller(port).value("login", "adapter", "secret");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    XmlRpc.call("call", session, "sales_order.list", List.of())))
            .build();
    long rows = 0;
    try (InputStream list =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body()) {
      // Every row has one, and nothing else has.
      byte[] mark = "<name>increment_id<".getBytes(StandardCharsets.US_ASCII);
      byte[] buffer = new byte[65_536];
      int matched = 0;
      for (int read = list.read(buffer); read >= 0; read = list.read(buffer)) {
        for (int i = 0; i < read; i++) {
          matched = buffer[i] == mark[matched] ? matched + 1 : buffer[i] == mark[0] ? 1 : 0;
          if (matched == mark.length) {
            rows++;
            matched = 0;
          }
        }
      }
    }
    assertEquals(100_000, rows);
  }

  @Test
  void python_understands_it() throws Exception {
    assumeTrue(hasPython(), "python3 is not here");
    open("--configurable", "1");
    String program =
        """
        import sys, xmlrpc.client
        shop = xmlrpc.client.ServerProxy(sys.argv[1], allow_none=True)
        session = shop.login("adapter", "secret")
        orders = shop.call(session, "sales_order.list", [{"status": {"eq": "processing"}}])
        order, missing = shop.multiCall(
            session, [["sales_order.info", [orders[0]["increment_id"]]], ["sales_order.info", ["1"]]])
        print(len(orders), order["items"][1]["parent_item_id"], order["shipping_address"]["city"])
        print(missing["isFault"], missing["faultCode"])
        try:
            shop.call("expired", "sales_order.list", [])
        except xmlrpc.client.Fault as fault:
            print(fault.faultCode, fault.faultString)
        """;
    ProcessBuilder python =
        new ProcessBuilder("python3", "-c", program, "http://127.0.0.1:" + port + "/api/xmlrpc")
            .redirectErrorStream(true);
    python.environment().put("PYTHONIOENCODING", "utf-8");
    String said =
        new String(python.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("100 1 Brontë-sur-Mer\nTrue 100\n5 Session expired. Try to relogin.\n", said);
  }

  private void open(String... more) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--orders", "../data/online-retail-2010-12-01-to-02.csv"));
    options.addAll(List.of("--ends-with-input", "yes"));
    options.addAll(List.of(more));
    start(options.toArray(String[]::new));
    BufferedReader output = process.inputReader();
    port = Integer.parseInt(output.readLine());
  }

  private void start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ShopServer.class.getName());
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).start();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
