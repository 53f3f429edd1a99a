package dev.ficus.legacy.feed.captured;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is captured, and how customers are kept out of it. */
@ConfigMapping(prefix = "ficus.legacy.capture")
interface CaptureSettings {

  /** The feeds, by name, of which everything is captured; without any nothing is. */
  Optional<List<String>> feeds();

  /** Where the files are. */
  @WithDefault("captures")
  Path directory();

  /** How it is written; required where something is captured. */
  Optional<Protection> protection();

  /** 32 bytes in base64, for {@code encrypted}; also with which files are read. */
  Optional<String> key();

  /** How long files are kept. */
  @WithDefault("7d")
  Duration keep();

  /** How often older ones are looked for and deleted; {@code off} for never. */
  @WithDefault("10m")
  String lookEvery();

  /** A file that has become so old is followed by another. */
  @WithDefault("1h")
  Duration fileAge();

  /** A file that has become so long is followed by another. */
  @WithDefault("50000000")
  long fileBytes();

  /** How customers are kept out. */
  enum Protection {
    /** What is not translated is replaced; the rest is written again. */
    MASKED,
    /** The bytes as they came, by AES-GCM. */
    ENCRYPTED
  }
}
