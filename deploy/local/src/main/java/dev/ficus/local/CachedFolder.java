package dev.ficus.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder that is filled once and then only read, also by several processes at once. */
final class CachedFolder {
  private CachedFolder() {}

  /**
   * Fills the folder unless it is there. It appears complete or not at all: it is filled under
   * another name and renamed at the end, and a lock lets a second process wait for the first
   * instead of doing the same work.
   */
  static void fill(Path folder, Consumer<Path> work) {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder.getParent());
      Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
      // A lock belongs to the whole process, so threads of this one are kept apart first.
      synchronized (CachedFolder.class) {
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var held = channel.lock()) {
          if (!held.isValid() || Files.isDirectory(folder)) {
            return;
          }
          Path fresh =
              Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".new-");
          try {
            Path filled = Files.createDirectory(fresh.resolve("filled"));
            work.accept(filled);
            move(filled, folder);
          } finally {
            delete(fresh);
          }
        }
      }
    } catch (IOException failure) {
      throw new LocalStackException("Cannot fill the folder " + folder, failure);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException sameFolderAnyway) {
      Files.move(from, to);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
