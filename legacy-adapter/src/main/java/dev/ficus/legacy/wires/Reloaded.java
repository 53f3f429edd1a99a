package dev.ficus.legacy.wires;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The content of files, reloaded when they have changed. Files that cannot be read, such as a new
 * certificate beside the old key, change nothing until they can.
 */
final class Reloaded<T> {

  private static final Logger LOG = Logger.getLogger(Reloaded.class);

  private final List<Path> files;
  private final FileReader<T> reading;
  // Guarded by this.
  private List<Object> seen;
  private T current;

  /** Reads the files. */
  interface FileReader<T> {
    T read() throws IOException, GeneralSecurityException;
  }

  /**
   * Reads them for the first time.
   *
   * @throws IOException when a file cannot be read
   * @throws GeneralSecurityException when it does not have what it should
   */
  Reloaded(List<Path> files, FileReader<T> reading) throws IOException, GeneralSecurityException {
    this.files = List.copyOf(files);
    this.reading = reading;
    this.seen = marks();
    this.current = reading.read();
  }

  /** As it is now. */
  synchronized T get() {
    try {
      List<Object> now = marks();
      if (!now.equals(seen)) {
        current = reading.read();
        seen = now;
        LOG.infof("Reloaded %s", files);
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      LOG.warnf("Still as before, because %s cannot be read: %s", files, unreadable.toString());
    }
    return current;
  }

  /** By which a file that has changed is known, one that was put in its place included. */
  private List<Object> marks() throws IOException {
    List<Object> marks = new ArrayList<>();
    for (Path file : files) {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      marks.add(List.of(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey())));
    }
    return marks;
  }
}
