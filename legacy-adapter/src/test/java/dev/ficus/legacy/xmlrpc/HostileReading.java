package dev.ficus.legacy.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads every attack there is, one after the other, and prints how each was refused; run by {@link
 * HostileDocumentsTest} where memory is scarce.
 */
final class HostileReading {

  /** As shipped, but that no busy machine makes a long document one that took too long. */
  private static final Limits PATIENT =
      new Limits(
          Limits.DEFAULT.bytes(),
          Limits.DEFAULT.depth(),
          Limits.DEFAULT.values(),
          Limits.DEFAULT.text(),
          Duration.ofMinutes(10));

  private HostileReading() {}

  /**
   * @param arguments the folder of the attacks that are files
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> corpus;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      corpus = files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
    for (Path file : corpus) {
      print(file.getFileName().toString(), CorpusTest.SMALL, () -> Files.newInputStream(file));
    }
    for (Map.Entry<String, HugeDocuments.Attack> huge : HugeDocuments.attacks().entrySet()) {
      print(huge.getKey(), PATIENT, huge.getValue().document());
    }
    readManyNames();
    System.out.println("names: forgotten");
  }

  private static void print(String name, Limits limits, HugeDocuments.Source document)
      throws IOException {
    String outcome = "read";
    try (InputStream in = document.open()) {
      new XmlRpcReader(limits).readCall(in);
    } catch (XmlRpcException refused) {
      outcome = refused.refusal().name();
    }
    System.out.println(name + ": " + outcome);
  }

  /**
   * Names of attributes, all different, in documents that are accepted: more than fit. Each letter
   * takes two bytes of memory, so that half as many have to be read.
   */
  private static void readManyNames() throws IOException {
    String longName = "ж".repeat(32 << 10);
    for (int i = 0; i < 600; i++) {
      String call = "<methodCall a" + longName + i + "=''><methodName>a</methodName></methodCall>";
      try (InputStream in = HugeDocuments.document(call, none -> "", 0, "")) {
        new XmlRpcReader(Limits.DEFAULT).readCall(in);
      }
    }
  }
}
