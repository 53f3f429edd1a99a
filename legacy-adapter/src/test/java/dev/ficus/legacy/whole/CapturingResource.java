package dev.ficus.legacy.whole;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A feed of which everything is captured, one for a copy, and a shop that is asked. */
public final class CapturingResource implements QuarkusTestResourceLifecycleManager {

  private CaptureFolder directory;

  /** Where the capture files are. */
  record CaptureFolder(Path directory) {}

  @Override
  public Map<String, String> start() {
    try {
      directory = new CaptureFolder(Files.createTempDirectory(Path.of("target"), "captures"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("ficus.legacy.capture.feeds", "serve");
    settings.put("ficus.legacy.capture.protection", "masked");
    settings.put("ficus.legacy.capture.directory", directory.directory().toString());
    settings.put("ficus.legacy.shops.copy.line-ids", "item-id");
    settings.put("ficus.legacy.feeds.copy.path", "/copy");
    settings.put("ficus.legacy.feeds.copy.shop", "copy");
    settings.put("ficus.legacy.feeds.copy.upstream", "http://localhost:1/");
    settings.put("ficus.legacy.pulling.feeds.asked.url", "http://localhost:1/");
    settings.put("ficus.legacy.pulling.feeds.asked.user", "adapter");
    settings.put("ficus.legacy.pulling.feeds.asked.key", "secret");
    settings.put("ficus.legacy.pulling.feeds.asked.shop", "asked");
    settings.put("ficus.legacy.pulling.feeds.asked.every", "1h");
    settings.put("ficus.legacy.shops.asked.line-ids", "item-id");
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(directory, new TestInjector.MatchesType(CaptureFolder.class));
  }

  @Override
  public void stop() {}
}
