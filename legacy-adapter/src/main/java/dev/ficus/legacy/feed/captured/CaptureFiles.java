package dev.ficus.legacy.feed.captured;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files. Each is only ever added to, and only by the process that began it, so that a document
 * cut off by a crash is the last one of its file. What was added outlives the process at once, the
 * machine some seconds later.
 */
final class CaptureFiles implements AutoCloseable {

  private static final String SUFFIX = ".capture";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final Duration age;
  private final long bytes;
  private final Clock clock;
  // Guarded by this; null while there is none.
  private FileChannel file;
  private Instant begun;

  CaptureFiles(Path directory, Duration age, long bytes, Clock clock) {
    this.directory = directory;
    this.age = age;
    this.bytes = bytes;
    this.clock = clock;
  }

  /** Adds one document; if that fails, the next one goes to another file. */
  synchronized void add(Header header, byte[] written) throws IOException {
    try {
      if (file == null || file.size() >= bytes || begun.plus(age).isBefore(clock.instant())) {
        another();
      }
      byte[] line = (header + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer all = ByteBuffer.allocate(line.length + written.length + 1);
      all.put(line).put(written).put((byte) '\n').flip();
      while (all.hasRemaining()) {
        file.write(all);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void another() throws IOException {
    close();
    Files.createDirectories(directory);
    begun = clock.instant();
    String name = NAME.format(begun) + "-" + UUID.randomUUID() + SUFFIX;
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path path = directory.resolve(name);
    if (posix) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
    file = FileChannel.open(path, StandardOpenOption.APPEND);
  }

  /** Deletes files to which nothing was added since then. */
  int deleteBefore(Instant time) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    List<Path> old;
    try (Stream<Path> all = Files.list(directory)) {
      old = all.filter(path -> path.getFileName().toString().endsWith(SUFFIX)).toList();
    }
    int deleted = 0;
    for (Path path : old) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(path).toInstant().isBefore(time)) {
        Files.deleteIfExists(path);
        deleted++;
      }
    }
    return deleted;
  }

  @Override
  public synchronized void close() throws IOException {
    FileChannel last = file;
    file = null;
    if (last != null) {
      last.close();
    }
  }
}
