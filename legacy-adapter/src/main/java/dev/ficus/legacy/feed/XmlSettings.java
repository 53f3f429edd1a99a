package dev.ficus.legacy.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of an XML document, beyond which it is refused. */
@ConfigMapping(prefix = "ficus.legacy.xml")
interface XmlSettings {

  /** Bytes of a call, after decompression. */
  @WithDefault("16777216")
  long maxBytes();

  /** Values inside values. */
  @WithDefault("32")
  int maxDepth();

  /** Values of a call. */
  @WithDefault("100000")
  int maxValues();

  /** Characters of one text. */
  @WithDefault("1048576")
  int maxText();

  /** From the first byte of a call to the last. */
  @WithDefault("30s")
  Duration maxTime();

  /** Calls in one {@code system.multicall}. */
  @WithDefault("100")
  int maxCalls();
}
