package dev.ficus.journeys;

import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.shop.ShopServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A program of the simulated old world as a process of its own, and its control interface. */
final class OldWorldProcess {
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final String name;
  private final Process process;
  private final URI root;

  private OldWorldProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.root = URI.create("http://127.0.0.1:" + port + "/");
  }

  /**
   * Starts the old shop; it ends with the launcher at the latest.
   *
   * @param javaOptions of its process
   * @param options of the shop
   */
  static OldWorldProcess shop(Launcher launcher, List<String> javaOptions, List<String> options)
      throws IOException {
    return start(launcher, "shop", ShopServer.class, javaOptions, options);
  }

  /**
   * Starts an old shop that has the products of these orders, none of them in stock, and sends no
   * order.
   *
   * @param javaOptions of its process
   */
  static OldWorldProcess products(Launcher launcher, List<String> javaOptions, Path orders)
      throws IOException {
    return shop(
        launcher,
        javaOptions,
        List.of(
            "--orders",
            orders.toString(),
            "--count",
            "0",
            "--stock",
            "0",
            "--configurable",
            "0",
            "--user",
            ChristmasShop.USER,
            "--key",
            ChristmasShop.KEY));
  }

  /**
   * Starts the monolith; it ends with the launcher at the latest.
   *
   * @param javaOptions of its process
   * @param options of the monolith
   */
  static OldWorldProcess monolith(Launcher launcher, List<String> javaOptions, List<String> options)
      throws IOException {
    return start(launcher, "monolith", Monolith.class, javaOptions, options);
  }

  private static OldWorldProcess start(
      Launcher launcher,
      String name,
      Class<?> program,
      List<String> javaOptions,
      List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(Project.program("java")));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(options);
    Process process =
        launcher
            .builder(name, command)
            .redirectError(ProcessBuilder.Redirect.appendTo(launcher.log(name).toFile()))
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String port = output.readLine();
    if (port == null) {
      throw new DemoException("the %s does not open; see %s".formatted(name, launcher.log(name)));
    }
    return new OldWorldProcess(name, process, Integer.parseInt(port));
  }

  long pid() {
    return process.pid();
  }

  /** Where its XML-RPC interface is. */
  URI api() {
    return root.resolve("api/xmlrpc");
  }

  /** Asks the control interface for a table. */
  List<CSVRecord> table(String path) throws IOException {
    Http.Response answer = Http.get(root.resolve("control/" + path), ANSWER_LIMIT);
    require(answer, path);
    try (CSVParser rows = CSV.parse(new StringReader(answer.body()))) {
      return rows.getRecords();
    } catch (UncheckedIOException noTable) {
      throw new IOException("the %s does not answer %s by a table".formatted(name, path), noTable);
    }
  }

  /** Lets something happen. */
  void act(String path) throws IOException {
    require(Http.post(root.resolve("control/" + path), "text/plain", "", ANSWER_LIMIT), path);
  }

  /** What it answers to an XML-RPC call, byte for byte. */
  byte[] ask(byte[] call) throws IOException {
    String document = new String(call, StandardCharsets.UTF_8);
    Http.Response answer = Http.post(api(), "text/xml", document, ANSWER_LIMIT);
    require(answer, "a call");
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  private void require(Http.Response answer, String path) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(
          "the %s answers %s by %d: %s".formatted(name, path, answer.status(), answer.body()));
    }
  }
}
