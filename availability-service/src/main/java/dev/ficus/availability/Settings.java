package dev.ficus.availability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;

/** The settings of this service, under {@code ficus.availability}. */
@ConfigMapping(prefix = "ficus.availability")
public interface Settings {

  /** The warehouse's time zone: it decides which calendar day is today. */
  @WithDefault("Europe/London")
  ZoneId zone();

  /** Where allocation-service answers; a path in it is kept. */
  @WithDefault("http://localhost:8081")
  URI allocationUrl();

  /** How events are applied. */
  ApplyingSettings applying();

  /** How missing events are made up for in the stored views. */
  UpkeepSettings rebuilding();

  /** From when on an answer says that it may be behind. */
  @WithDefault("10s")
  Duration staleAfter();

  /**
   * How long a browser or a cache may go on using an answer without asking again; never past the
   * moment at which it changes by itself. 0 means that it asks each time.
   */
  @WithDefault("0s")
  Duration cacheFor();

  /** Where lead times come from. */
  LeadTimeSettings leadTimes();

  /** How many calls a second one address may make, unless access is open. */
  @WithDefault("2000")
  int callsPerSecond();

  /** How events are applied. */
  interface ApplyingSettings {

    /**
     * The most events applied in one transaction. The channel's {@code max-outstanding-messages}
     * should be two to four times this, so that the next group is at hand while one is stored.
     */
    @WithDefault("500")
    int groupSize();

    /**
     * How long an event that is to be stored waits for others to be stored with it: a transaction
     * costs nearly the same for one as for ten. Answers do not wait, they come from memory.
     */
    @WithDefault("20ms")
    Duration gather();

    /** How many events of one SKU may be held in memory until the one before them comes. */
    @WithDefault("100")
    int heldPerSku();

    /** How many events of all SKUs may be held in memory until the one before them comes. */
    @WithDefault("10000")
    int heldInTotal();

    /** The longest pause between two tries while the database is away. */
    @WithDefault("5s")
    Duration longestPause();

    /**
     * How often the views in memory follow the stored ones, beside at once when a gap shows: events
     * that missed an instance are made up for so soon after they are stored.
     */
    @WithDefault("500ms")
    Duration followEvery();
  }

  /** How missing events are made up for in the stored views. */
  interface UpkeepSettings {

    /**
     * How often all stored views are compared with allocation's snapshot, and all others with them.
     */
    @WithDefault("5m")
    Duration compareEvery();

    /** How many products are asked for at once when comparing. */
    @WithDefault("500")
    int pageSize();

    /**
     * How long, in a comparison, none of the views that are behind has to catch up, until they are
     * taken over from the snapshot. Their events may still be in the queue, and a crossing that a
     * snapshot overtakes is never published.
     */
    @WithDefault("10s")
    Duration patience();

    /** How often products with missing events are looked for, beside at once when one shows. */
    @WithDefault("10s")
    Duration healEvery();

    /** The longest pause between two tries while allocation-service is away. */
    @WithDefault("30s")
    Duration longestPause();

    /** How long allocation-service may take to answer. */
    @WithDefault("10s")
    Duration requestTimeout();
  }

  /** Where lead times come from. */
  interface LeadTimeSettings {

    /**
     * The CSV file from which they are filled at the first start; {@code shipped} means those that
     * come with the service. Once there are some, they are edited over HTTP, and this is not read.
     */
    @WithDefault("shipped")
    String file();

    /** How often edits made through other instances are looked for. */
    @WithDefault("2s")
    Duration lookEvery();
  }
}
