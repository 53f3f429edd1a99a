package dev.ficus.legacy.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Port of the requests to send again what the broker had confirmed since some time: for what
 * allocation-service has lost in a restore of its database.
 *
 * <p>Each order and each batch that has changed since then is noted as not confirmed, and so is
 * sent as the ledger has it now. That suffices: a line is a register, of which allocation-service
 * would take the highest revision alone. The ids are those of the first time, so what was not lost
 * is known as repeated.
 */
public interface Resendings {

  /**
   * A request.
   *
   * @param since what has changed in the ledger from then on; earlier than the backup by as long as
   *     commands then waited for the broker or for allocation-service
   */
  record ResendRequest(String by, String reason, Instant since) {}

  /**
   * Progress of a request.
   *
   * @param batches how many are sent again, as far as they have been found
   * @param orders likewise
   * @param left how many of them the broker has not confirmed again yet
   * @param held how many orders wait for something in quarantine, and are sent after that
   * @param found whether all have been found
   */
  record ResendProgress(
      UUID id,
      ResendRequest request,
      Instant askedAt,
      long batches,
      long orders,
      long left,
      long held,
      boolean found) {

    /** Whether the broker has confirmed all of it again. */
    public boolean isDone() {
      return found && left == 0;
    }
  }

  /** Keeps a request until it is done, also over a restart. */
  UUID ask(ResendRequest request);

  /** What has come of a request; empty when there is none of this id. */
  Optional<ResendProgress> find(UUID id);

  /** The progress of the last requests, the last one first. */
  List<ResendProgress> latest(int most);

  /**
   * Notes the next orders and batches of the requests as not confirmed.
   *
   * @param most how many are looked at in one transaction
   * @return whether there may be more
   */
  boolean goOn(int most);
}
