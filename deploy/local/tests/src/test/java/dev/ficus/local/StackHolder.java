package dev.ficus.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A Java process of its own that holds a stack, to be killed by tests. */
final class StackHolder {
  private static final String READY = "ready ";

  private final Process process;

  private StackHolder(Process process) {
    this.process = process;
  }

  /** What runs in the other process. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length == 0) {
      LocalStack stack = LocalStack.start();
      stack.createDatabase("held");
      stack.createVirtualHost("held");
      System.out.println(READY + stack.addresses().postgresUrl());
    } else {
      ProcessIdentity owner = new ProcessIdentity(Long.parseLong(arguments[0]), arguments[1]);
      System.out.println(READY + SharedStack.join(Machine.here(), owner).postgresUrl());
    }
    new CountDownLatch(1).await();
  }

  /**
   * Starts such a process.
   *
   * @param prefix what its command line starts with
   * @param environment additional environment variables
   * @param temporaryFolder its temporary folder
   * @param arguments nothing for a private stack, a process id and birth for a shared one
   */
  static StackHolder start(
      List<String> prefix,
      Map<String, String> environment,
      Path temporaryFolder,
      String classPath,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
    command.addAll(List.of("-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporaryFolder, StackHolder.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.directory(temporaryFolder.toFile());
    builder.environment().putAll(environment);
    return new StackHolder(builder.start());
  }

  /** A holder of a private stack. */
  static StackHolder start(Path temporaryFolder) throws IOException {
    return start(List.of(), Map.of(), temporaryFolder, classPath());
  }

  /** This process's class path without what only the tests' framework needs. */
  static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("quarkus") && !entry.contains("jboss")) {
        entries.add(Path.of(entry).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Waits until the stack is there; returns its PostgreSQL's address. */
  String awaitAddress() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IOException("The other process did not get a stack but said: " + line);
    }
    return line.substring(READY.length());
  }

  void kill() {
    process.destroyForcibly();
  }
}
