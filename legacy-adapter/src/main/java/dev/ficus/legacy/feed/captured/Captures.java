package dev.ficus.legacy.feed.captured;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.captured.CaptureSettings.Protection;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.Masking;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.schedule.Unexpected;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The capturing of what comes in by the configured feeds, to a file. An order is never refused for
 * it: what cannot be written, say on a full disk, is counted and missing in the file.
 */
@Startup
@Singleton
public class Captures {

  private static final Logger LOG = Logger.getLogger(Captures.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

  private final Set<String> feeds;
  private final boolean encrypted;
  private final Optional<Encryption> encryption;
  private final CaptureSettings settings;
  private final CaptureFiles files;
  private final int mostBytes;
  private final MeterRegistry meters;
  private final Clock clock = Clock.systemUTC();
  private volatile boolean failing;

  @Inject
  Captures(CaptureSettings settings, Shops shops, MeterRegistry meters) {
    this(settings, shops.limits(), meters);
  }

  Captures(CaptureSettings settings, Limits limits, MeterRegistry meters) {
    this.settings = settings;
    this.feeds = Set.copyOf(settings.feeds().orElse(List.of()));
    this.encrypted = settings.protection().filter(Protection.ENCRYPTED::equals).isPresent();
    this.encryption = settings.key().map(Captures::encryption);
    this.files =
        new CaptureFiles(settings.directory(), settings.fileAge(), settings.fileBytes(), clock);
    this.mostBytes = Math.toIntExact(Math.min(limits.bytes(), 1 << 30));
    this.meters = meters;
    if (!feeds.isEmpty() && settings.protection().isEmpty()) {
      throw new IllegalArgumentException(
          "ficus.legacy.capture.protection has to be masked or encrypted: calls name customers");
    }
    if (encrypted && encryption.isEmpty()) {
      throw new IllegalArgumentException(
          "ficus.legacy.capture.key is needed where ficus.legacy.capture.protection is encrypted");
    }
    feeds.forEach(feed -> meters.counter("ficus.legacy.captured", "feed", feed));
    meters.counter("ficus.legacy.capture.lost");
  }

  private static Encryption encryption(String key) {
    try {
      return new Encryption(key);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "ficus.legacy.capture.key must be 32 bytes in base64", wrong);
    }
  }

  /** The feeds, by name, of which everything is captured. */
  public Set<String> feeds() {
    return feeds;
  }

  /**
   * A call has come.
   *
   * @param received its bytes, uncompressed
   */
  public void called(String feed, Dialect dialect, Call call, Supplier<byte[]> received) {
    capture(
        feed,
        Captured.DocumentKind.CALL,
        () ->
            encrypted
                ? received.get()
                : written(out -> XmlRpcWriter.writeCall(out, Masking.call(dialect, call))));
  }

  /** A shop has shown an order. */
  public void shown(String feed, OrderShape shape, Value order) {
    capture(
        feed,
        Captured.DocumentKind.ANSWER,
        () -> {
          Value shown = encrypted ? order : Masking.order(shape, order);
          return written(out -> XmlRpcWriter.writeAnswer(out, new Answer.Result(shown)));
        });
  }

  /** The bytes of the document that is to be captured. */
  private interface DocumentBytes {
    byte[] get() throws IOException;
  }

  private interface Writing {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.to(out);
    return out.toByteArray();
  }

  private void capture(String feed, Captured.DocumentKind kind, DocumentBytes document) {
    if (!feeds.contains(feed)) {
      return;
    }
    try {
      // As exactly as the ledger has it.
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      byte[] open = document.get();
      String about = new Header(now, feed, kind, encrypted, 0).about();
      byte[] stored = encrypted ? encryption.orElseThrow().encrypt(open, about) : open;
      files.add(new Header(now, feed, kind, encrypted, stored.length), stored);
      meters.counter("ficus.legacy.captured", "feed", feed).increment();
      failing = false;
    } catch (IOException | RuntimeException e) {
      meters.counter("ficus.legacy.capture.lost").increment();
      if (!failing) {
        failing = true;
        LOG.errorf(e, "Nothing is captured until this is mended; orders go on");
      }
    }
  }

  /**
   * A stored file, to be read.
   *
   * @param name of the file in the capture directory; a path is none
   * @return empty when there is none of this name
   */
  public Optional<Path> stored(String name) {
    Path path = settings.directory().resolve(NAME.matcher(name).matches() ? name : "-");
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(path)
        : Optional.empty();
  }

  /** Reads a file; the stream is the caller's to close. */
  public CaptureReader read(InputStream in) {
    return new CaptureReader(in, mostBytes, encryption);
  }

  @Scheduled(
      every = "{ficus.legacy.capture.look-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void deleteOld() {
    try {
      int deleted = files.deleteBefore(clock.instant().minus(settings.keep()));
      if (deleted > 0) {
        LOG.infof("Deleted %d capture files for their age", deleted);
      }
    } catch (IOException e) {
      LOG.errorf(e, "Old capture files cannot be deleted");
    } catch (RuntimeException | Error e) {
      Unexpected.met("capture-retention", e);
    }
  }

  void stop(@Observes ShutdownEvent event) throws IOException {
    files.close();
  }
}
