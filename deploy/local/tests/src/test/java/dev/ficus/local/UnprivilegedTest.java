package dev.ficus.local;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What root has to do differently, and what works without being root. */
class UnprivilegedTest {
  private static final String NOBODY = "65534";

  @TempDir Path temporary;

  @BeforeEach
  void assumeRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(temporary, "unix:uid").equals(0),
        "these tests change the user, as root");
    assumeTrue(Machine.here().program("setpriv").isPresent());
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void postgres_runs_for_root_where_user_namespaces_are_forbidden() throws Exception {
    Path programs = Files.createDirectory(temporary.resolve("bin"));
    Path unshare = programs.resolve("unshare");
    Files.writeString(unshare, "#!/bin/sh\necho 'Operation not permitted'; exit 1\n");
    Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", programs + File.pathSeparator + environment.get("PATH"));
    environment.put(Addresses.RABBITMQ_URL, "amqp://nobody:asks@127.0.0.1:1");
    environment.put(Addresses.RABBITMQ_MANAGEMENT_URL, "http://127.0.0.1:1");
    Machine machine = new Machine(environment, temporary, List.of());

    try (LocalStack stack = LocalStack.start(machine);
        Connection connection = Sql.connect(stack.createDatabase("stock"))) {
      assertEquals("1", Sql.value(connection, "SELECT 1"));
    }
    assertEquals(List.of(), StackProcesses.folders(temporary));
  }

  @Test
  @EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
  void a_user_without_a_home_gets_a_stack() throws Exception {
    // Root's own files are closed to others: the programs and what is cached go where all may read.
    Path cache = Files.createDirectories(temporary.resolve("cache/ficus"));
    copy(Machine.here().cacheFolder(), cache);
    Files.setAttribute(cache, "unix:uid", Integer.valueOf(NOBODY));
    Path work = Files.createDirectory(temporary.resolve("work"));
    Files.setAttribute(work, "unix:uid", Integer.valueOf(NOBODY));
    String setpriv = Machine.here().program("setpriv").orElseThrow().toString();
    StackHolder holder =
        StackHolder.start(
            List.of(setpriv, "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
            Map.of("HOME", "/nonexistent", "XDG_CACHE_HOME", cache.getParent().toString()),
            work,
            readableClassPath());
    holder.awaitAddress();
    List<ProcessIdentity> servers = StackProcesses.running(work);
    assertTrue(servers.size() > 3, () -> "PostgreSQL, RabbitMQ, its port mapper: " + servers);
    for (Path folder : StackProcesses.folders(work)) {
      assertEquals(Integer.valueOf(NOBODY), Files.getAttribute(folder, "unix:uid"));
    }
    holder.kill();
    assertTrue(Waiting.until(() -> servers.stream().noneMatch(ProcessIdentity::isAlive), LIMIT));
    assertTrue(Waiting.until(() -> holdsNoStack(work), LIMIT), "its folder is deleted as well");
  }

  private static boolean holdsNoStack(Path folder) {
    try {
      return StackProcesses.folders(folder).isEmpty();
    } catch (IOException | UncheckedIOException changing) {
      return false;
    }
  }

  private String readableClassPath() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("classes"));
    List<String> entries = new ArrayList<>();
    for (String entry : StackHolder.classPath().split(File.pathSeparator)) {
      Path source = Path.of(entry);
      if (Files.exists(source) && !entry.contains("binaries-darwin")) {
        Path target = folder.resolve(entries.size() + "-" + source.getFileName());
        copy(source, target);
        entries.add(target.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }
}
