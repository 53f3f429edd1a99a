package dev.ficus.bench;

import dev.ficus.bench.Pair.Measurement;
import dev.ficus.journeys.Project;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * Measures the XML-RPC codec: how fast it reads beside the parser alone (P9), how much memory a
 * long answer takes (P9), and how soon an attack is refused (R11).
 */
final class XmlRpcBench {
  private static final int MEGABYTE = 1 << 20;
  private static final int THOUSANDS_AT_ONCE = 10;
  private static final int PARTS = 8;
  private static final int REPEATS = 7;
  private static final int SLOWEST = 8;
  private static final Limits LONG_ANSWER =
      new Limits(Long.MAX_VALUE, 32, 100_000, 1 << 20, Duration.ofHours(1));

  private final XmlRpcOptions options;
  private final OrderList list = new OrderList();
  private final BareParser parser = new BareParser();
  private final List<String> complaints = new ArrayList<>();
  private long seen;

  private XmlRpcBench(XmlRpcOptions options) {
    this.options = options;
  }

  /** Reads ten thousand orders. */
  private interface Reading {
    void once() throws Exception;
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new XmlRpcOptions())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Returns the status with which the program ends: 1 when something was wrong. */
  static int run(XmlRpcOptions options) throws Exception {
    XmlRpcBench bench = new XmlRpcBench(options);
    bench.run();
    bench.complaints.forEach(complaint -> System.out.println("WRONG: " + complaint));
    return bench.complaints.isEmpty() ? 0 : 1;
  }

  private void run() throws Exception {
    System.out.printf(
        "Java %s, heap of %d MB; orders of 3 lines and %,d bytes; %d pairs of %d s%n",
        Runtime.version(),
        Runtime.getRuntime().maxMemory() / MEGABYTE,
        list.bytesPerOrder(),
        options.pairs(),
        options.seconds());
    if (options.wants("P9 speed")) {
      speed();
    }
    if (options.wants("P9 memory")) {
      memory();
    }
    if (options.wants("R11")) {
      attacks();
    }
  }

  private void speed() throws Exception {
    Measurement<Sample> ours = measurement(() -> readOrders(THOUSANDS_AT_ONCE));
    Measurement<Sample> events = measurement(() -> walk(false));
    Measurement<Sample> texts = measurement(() -> walk(true));
    for (int round = 0; round < options.warmUpRounds(); round++) {
      readOrders(THOUSANDS_AT_ONCE);
      walk(false);
      walk(true);
    }
    System.out.println("\n" + ReadingRow.heading());
    row("P9 speed, floor: every event", ours, events);
    row("P9 speed, floor: and every text", ours, texts);
  }

  private void row(String name, Measurement<Sample> ours, Measurement<Sample> floor)
      throws Exception {
    System.out.println(
        new ReadingRow(name, Pair.alternating(options.pairs(), ours, floor), ">= 0.80"));
  }

  private Measurement<Sample> measurement(Reading reading) {
    return round -> {
      long orders = 0;
      ProcessorTime before = ProcessorTime.now(List.of(), List.of(), 0, List.of());
      long start = System.nanoTime();
      double seconds = 0;
      while (seconds < options.seconds()) {
        reading.once();
        orders += THOUSANDS_AT_ONCE * 1_000L;
        seconds = (System.nanoTime() - start) / 1e9;
      }
      ProcessorTime cost = ProcessorTime.now(List.of(), List.of(), 0, List.of()).since(before);
      return new Sample(orders, 0, seconds, cost);
    };
  }

  private void walk(boolean withTexts) throws Exception {
    try (InputStream in = list.answer(THOUSANDS_AT_ONCE)) {
      seen += parser.walk(in, withTexts);
    }
  }

  private void readOrders(int thousands) throws IOException {
    AtomicLong orders = new AtomicLong();
    try (InputStream in = list.answer(thousands)) {
      Optional<Answer.Fault> fault =
          new XmlRpcReader(LONG_ANSWER).readList(in, order -> orders.incrementAndGet());
      if (fault.isPresent() || orders.get() != thousands * 1_000L) {
        complaints.add(
            "P9 %,d orders were read as %,d".formatted(thousands * 1_000L, orders.get()));
      }
    }
  }

  /** One answer; the heap is looked at on the way, after a collection. */
  private void memory() throws IOException {
    int thousands =
        (int) ((long) options.megabytes() * MEGABYTE / list.bytesPerOrder() / OrderList.DIFFERENT);
    int part = Math.max(1, thousands / PARTS);
    System.out.printf(
        "%nP9 memory, one answer of %,d MB: reachable in the heap, KB, after each eighth%n",
        options.megabytes());
    AtomicLong orders = new AtomicLong();
    long start = System.nanoTime();
    try (InputStream in = list.answer(thousands)) {
      new XmlRpcReader(LONG_ANSWER)
          .readList(
              in,
              order -> {
                if (orders.incrementAndGet() % (part * 1_000L) == 0) {
                  System.out.printf(" %,d", reachable() / 1_024);
                }
              });
    }
    System.out.printf(
        "%n   %,d orders in %.1f s%n", orders.get(), (System.nanoTime() - start) / 1e9);
    if (orders.get() != thousands * 1_000L) {
      complaints.add("P9 %,d orders were read".formatted(orders.get()));
    }
  }

  private static long reachable() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The attacks of the adapter's tests that are files, and some without end. */
  private void attacks() throws IOException {
    Map<String, Attack> attacks = new TreeMap<>();
    Path folder = Project.here().root().resolve("legacy-adapter/src/test/resources/xmlrpc/attacks");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".xml")).toList()) {
        byte[] document = Files.readAllBytes(file);
        attacks.put(file.getFileName().toString(), () -> new ByteArrayInputStream(document));
      }
    }
    String value = "<methodCall><methodName>a</methodName><params><param><value>";
    attacks.put("endless space", endless("", " "));
    attacks.put("endless text", endless(value, "x"));
    attacks.put("endless element name", endless("<", "x"));
    attacks.put("endless tag", endless("<methodCall", " "));
    attacks.put("endless comments", endless("", "<!---->"));
    attacks.put("endless depth", endless(value, "<array><data><value>"));
    attacks.put("endless values", endless(value + "<array>", "<value/>"));
    attacks.put(
        "endless members",
        endless(value + "<struct>", "<member><name>a</name><value>a</value></member>"));
    attacks.put("gzip bomb", XmlRpcBench::gzipBomb);

    System.out.printf("%nR11 refused after, ms (goal: 100)     median     high%n");
    TreeMap<Double, String> slowestFirst = new TreeMap<>(Comparator.reverseOrder());
    int refused = 0;
    for (Map.Entry<String, Attack> attack : attacks.entrySet()) {
      List<Double> millis = new ArrayList<>();
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        refusalMillis(attack.getValue()).ifPresent(millis::add);
      }
      if (!millis.isEmpty()) {
        refused++;
        Spread spread = Spread.of(millis);
        slowestFirst.put(
            spread.high(),
            "%-36s %7.2f  %7.2f".formatted(attack.getKey(), spread.median(), spread.high()));
      }
    }
    slowestFirst.values().stream().limit(SLOWEST).forEach(System.out::println);
    System.out.printf(
        "   the slowest of %d documents that the default limits refuse, %d times each%n",
        refused, REPEATS);
  }

  /** A hostile document. */
  private interface Attack {
    InputStream open() throws IOException;
  }

  private static Attack endless(String start, String repeated) {
    byte[] middle = repeated.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    return () ->
        new Repeated(
            start.getBytes(StandardCharsets.US_ASCII), middle, Long.MAX_VALUE, new byte[0]);
  }

  private static InputStream gzipBomb() throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(part)) {
      gzip.write(new byte[MEGABYTE]);
    }
    byte[] megabyte = part.toByteArray();
    return new GZIPInputStream(new Repeated(megabyte, megabyte, 1_000, new byte[0]));
  }

  /** Empty for what is an attack under the tests' smaller limits only. */
  private static Optional<Double> refusalMillis(Attack attack) throws IOException {
    try (InputStream in = attack.open()) {
      long start = System.nanoTime();
      try {
        new XmlRpcReader(Limits.DEFAULT).readCall(in);
        return Optional.empty();
      } catch (XmlRpcException refused) {
        return Optional.of((System.nanoTime() - start) / 1e6);
      }
    }
  }
}
