package dev.ficus.allocation.broker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the command consumer. */
@ConfigMapping(prefix = "ficus.commands")
interface ConsumerSettings {

  /**
   * How many commands the broker hands over before the first of them is done: two to four groups.
   */
  @WithDefault("1500")
  int prefetch();

  /**
   * How long a command waits for others to be carried out with it, in milliseconds: a transaction
   * costs nearly the same for one as for ten. One that comes alone does not wait.
   */
  @WithDefault("20")
  long gatherMillis();

  /** How long a lost broker or database is left alone before the next try, in milliseconds. */
  @WithDefault("1000")
  long pauseMillis();
}
