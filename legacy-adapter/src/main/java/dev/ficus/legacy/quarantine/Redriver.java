package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.quarantine.Quarantine.Kept;
import dev.ficus.legacy.quarantine.Redriving.RedriveRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Redrives entries of one kind. */
interface Redriver {

  /**
   * Reads the kept call again, and settles the entry together with what follows.
   *
   * @param kept an entry that waits, with its call
   * @param rules of its shop, those of today
   * @return empty, and nothing was done, when the entry has changed since it was read
   */
  Optional<Redriven> redrive(Kept kept, ShopRules rules, RedriveRequest request);

  /** Whether the broker has what is sent; if not, that is sent again by itself. */
  static boolean isConfirmed(CompletableFuture<Void> sent) {
    try {
      Results.of(sent);
      return true;
    } catch (NotConfirmedException e) {
      Logger.getLogger(Redriver.class)
          .warnf("Commands are sent again later, the broker does not confirm: %s", e.getMessage());
      return false;
    }
  }
}
