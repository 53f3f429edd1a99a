package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFolderTest {
  @TempDir Path temporary;

  @Test
  void several_at_once_fill_a_folder_once() {
    Path folder = temporary.resolve("cache/folder");
    AtomicInteger fillings = new AtomicInteger();
    CompletableFuture<?>[] all =
        Stream.generate(
                () ->
                    Background.run(
                        () ->
                            CachedFolder.fill(
                                folder,
                                fresh -> {
                                  fillings.incrementAndGet();
                                  write(fresh.resolve("file"));
                                })))
            .limit(4)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(all).join();
    assertEquals(1, fillings.get());
  }

  @Test
  void a_filling_that_failed_leaves_nothing_and_is_tried_again() throws IOException {
    Path folder = temporary.resolve("folder");
    assertThrows(
        LocalStackException.class,
        () ->
            CachedFolder.fill(
                folder,
                fresh -> {
                  write(fresh.resolve("half"));
                  throw new LocalStackException("no network");
                }));
    assertFalse(Files.exists(folder));
    CachedFolder.fill(folder, fresh -> write(fresh.resolve("whole")));
    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(2, files.count(), "the folder and its lock");
    }
    assertFalse(Files.exists(folder.resolve("half")));
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "content");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
