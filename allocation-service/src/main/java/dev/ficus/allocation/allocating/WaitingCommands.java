package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Goes on where an opening took up only the first of very many waiting commands: opens each such
 * product once more by the revision it has, which changes nothing and takes up the next ones. What
 * waits is stored, so it makes no difference which instance goes on, or which was killed on the
 * way.
 */
@ApplicationScoped
class WaitingCommands {
  private static final Logger LOG = Logger.getLogger(WaitingCommands.class);
  private static final Cause GOING_ON = new Cause(null, null, null, "allocation-service");

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final Inbox inbox;

  WaitingCommands(UnitOfWork unitOfWork, MessageBus bus, Inbox inbox) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.inbox = inbox;
  }

  @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void goOn() {
    try {
      List<Command.OpenProduct> opened = unitOfWork.commit(at -> inbox.openedAndWaitedFor());
      opened.forEach(this::goOn);
    } catch (Unavailable e) {
      LOG.debugf("what waits goes on waiting: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      Unexpected.met("waiting-commands", e);
    }
  }

  /** One whose commands cannot be carried out keeps no other product waiting. */
  private void goOn(Command.OpenProduct opened) {
    try {
      unitOfWork.commit((Instant at) -> bus.apply(List.of(new Envelope(opened, GOING_ON)), at));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException | Error e) {
      Unexpected.met("waiting-commands", e);
    }
  }
}
