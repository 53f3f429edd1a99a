package dev.ficus.local;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets all test processes of one Maven build use one stack. The first of them starts a {@link
 * Keeper}, a process that holds the stack and watches the build; the others find the keeper's
 * addresses in a file.
 *
 * <p>The folder of that file is named after the build's process, so a second build has a stack of
 * its own, and a file left by a keeper that was killed is recognised because that keeper no longer
 * runs.
 */
final class SharedStack {
  private static final Pattern FOLDER = Pattern.compile("shared-(\\d+)-(.+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(15);
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(16);

  private SharedStack() {}

  /** Joins the stack of the build this process belongs to, or starts it. */
  static Addresses join(Machine machine) {
    return join(machine, ProcessIdentity.of(build()));
  }

  /** Joins the stack that belongs to a process and ends with it, or starts it. */
  static Addresses join(Machine machine, ProcessIdentity owner) {
    Path folder = machine.ownFolder("shared-%d-%s".formatted(owner.pid(), owner.birth()));
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      Optional<Addresses> running = read(folder);
      return lock.isValid() && running.isPresent()
          ? running.get()
          : startKeeper(machine, folder, owner);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot use the folder " + folder, failure);
    }
  }

  /** The Maven process this one descends from; else this process. */
  private static ProcessHandle build() {
    ProcessHandle self = ProcessHandle.current();
    for (Optional<ProcessHandle> process = Optional.of(self);
        process.isPresent();
        process = process.get().parent()) {
      String commandLine = process.get().info().commandLine().orElse("");
      if (commandLine.contains("org.codehaus.plexus.classworlds.launcher.Launcher")
          || commandLine.contains("org.mvndaemon.mvnd")) {
        return process.get();
      }
    }
    return self;
  }

  /**
   * Locks are held per process, so a second thread or class loader of this one has to be patient by
   * itself.
   */
  private static FileLock lock(FileChannel channel) throws IOException {
    FileLock[] lock = new FileLock[1];
    IOException[] failure = new IOException[1];
    boolean locked =
        Waiting.until(
            () -> {
              try {
                lock[0] = channel.tryLock();
              } catch (OverlappingFileLockException heldInThisProcess) {
                return false;
              } catch (IOException unusable) {
                failure[0] = unusable;
                return true;
              }
              return lock[0] != null;
            },
            LOCK_LIMIT);
    if (failure[0] != null) {
      throw failure[0];
    }
    if (!locked) {
      throw new IOException("another process holds the lock");
    }
    return lock[0];
  }

  private static Addresses startKeeper(Machine machine, Path folder, ProcessIdentity owner)
      throws IOException {
    sweep(folder.getParent());
    Files.deleteIfExists(folder.resolve("addresses"));
    Path log = folder.resolve("keeper.log");
    Files.deleteIfExists(log);
    List<String> command = new ArrayList<>();
    machine.program("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dslf4j.internal.verbosity=ERROR",
            "-Djava.io.tmpdir=" + machine.temporaryFolder(),
            Keeper.class.getName(),
            folder.toString(),
            String.valueOf(owner.pid()),
            owner.birth()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(machine.temporaryFolder().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // As a variable, because the class path of a test run can be longer than one argument may be.
    builder.environment().put("CLASSPATH", classPath());
    // Options meant for other processes, a debugger's port perhaps among them.
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process keeper = builder.start();
    LogEcho echo = new LogEcho(log);
    Waiting.until(
        () -> {
          echo.copy();
          return read(folder).isPresent() || !keeper.isAlive();
        },
        START_LIMIT);
    return read(folder)
        .orElseThrow(
            () -> {
              keeper.destroyForcibly();
              return new LocalStackException(
                  "The local stack of this build did not start:\n" + echo.all());
            });
  }

  /** Deletes what keepers left behind that were killed; a keeper that ends by itself cleans up. */
  private static void sweep(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder : folders.toList()) {
        Matcher name = FOLDER.matcher(folder.getFileName().toString());
        if (name.matches()
            && !new ProcessIdentity(Long.parseLong(name.group(1)), name.group(2)).isAlive()) {
          CachedFolder.delete(folder);
        }
      }
    } catch (NoSuchFileException | UncheckedIOException anotherOneSweeps) {
      // Then there is nothing left to do here.
    }
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Publishes the addresses; they appear whole or not at all. */
  static void publish(Path folder, Addresses addresses) throws IOException {
    ProcessIdentity keeper = ProcessIdentity.of(ProcessHandle.current());
    Properties properties = new Properties();
    properties.setProperty("keeper.pid", String.valueOf(keeper.pid()));
    properties.setProperty("keeper.birth", keeper.birth());
    properties.setProperty("postgres.url", addresses.postgresUrl());
    properties.setProperty("rabbitmq.url", addresses.rabbit().amqpUrl());
    properties.setProperty("rabbitmq.management.url", addresses.rabbit().managementUrl());
    Path fresh = folder.resolve("addresses.new");
    try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
    Files.move(
        fresh,
        folder.resolve("addresses"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The addresses of a keeper that still runs. */
  private static Optional<Addresses> read(Path folder) {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(folder.resolve("addresses"), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException notPublished) {
      return Optional.empty();
    }
    ProcessIdentity keeper =
        new ProcessIdentity(
            Long.parseLong(properties.getProperty("keeper.pid")),
            properties.getProperty("keeper.birth"));
    return Optional.of(
            new Addresses(
                properties.getProperty("postgres.url"),
                RabbitAddress.parse(
                    properties.getProperty("rabbitmq.url"),
                    properties.getProperty("rabbitmq.management.url"))))
        .filter(addresses -> keeper.isAlive());
  }
}
