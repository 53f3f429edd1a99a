package dev.ficus.allocation.purchasing;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.Unexpected;
import dev.ficus.allocation.storage.GroupSql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sends the mails to purchasing, on a thread of its own that nothing waits for. A mail that fails
 * is tried again until it is taken, with growing pauses; the others go on meanwhile. Only who dies
 * between the mail server's yes and noting it sends a mail twice, and both have one Message-ID.
 */
@ApplicationScoped
class MailSender {
  private static final Logger LOG = Logger.getLogger(MailSender.class);
  private static final Duration LIMIT_OF_TRY = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 20;
  private static final long LONGEST_POLL_MILLIS = 1_000;

  private final DueMails mails;
  private final ReactiveMailer mailer;
  private final PurchasingSettings settings;
  private final Counter sent;
  private final Counter failed;
  private final Context mailContext;
  private final Thread thread = new Thread(this::run, "purchasing-mail");
  private volatile boolean stopping;

  MailSender(
      DueMails mails,
      ReactiveMailer mailer,
      PurchasingSettings settings,
      MeterRegistry registry,
      Vertx vertx) {
    this.mails = mails;
    this.mailer = mailer;
    this.settings = settings;
    mailContext = vertx.getOrCreateContext();
    sent = registry.counter("ficus.purchasing.mails", "outcome", "sent");
    failed = registry.counter("ficus.purchasing.mails", "outcome", "failed");
  }

  void start(@Observes StartupEvent started) {
    if (settings.mailTo().isPresent()) {
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(5_000);
  }

  private void run() {
    while (!stopping) {
      try {
        if (!sendNext()) {
          pause();
        }
      } catch (Unavailable | GroupSql.Failed e) {
        LOG.warnf("mails wait for the database: %s", e.getMessage());
        pause();
      } catch (Throwable e) {
        Unexpected.met("purchasing-mail", e);
        pause();
      }
    }
  }

  /** Whether there was one to send. */
  private boolean sendNext() {
    // Twice the limit: who is slow has given up before another begins.
    Optional<DueMails.Due> due = mails.take(LIMIT_OF_TRY.multipliedBy(2));
    if (due.isEmpty()) {
      return false;
    }
    DueMails.Due mail = due.get();
    try {
      send(write(mail));
    } catch (Unavailable | GroupSql.Failed e) {
      // The database's failure, not the mail's.
      throw e;
    } catch (RuntimeException | Error e) {
      if (!stopping) {
        failed.increment();
        Duration pause = pauseAfter(mail.attempts());
        LOG.warnf("no mail about %s, next try in %s: %s", mail.sku(), pause, e);
        mails.failed(mail, pause, String.valueOf(e));
      }
      return true;
    }
    mails.sent(mail);
    sent.increment();
    return true;
  }

  /**
   * On a context of Vert.x: called from any other thread, its mail client begins to read from
   * another thread than the one that receives, and now and then misses the server's greeting.
   */
  private void send(Mail mail) {
    mailer
        .send(mail)
        .runSubscriptionOn(task -> mailContext.runOnContext(ignored -> task.run()))
        .await()
        .atMost(LIMIT_OF_TRY);
  }

  private Mail write(DueMails.Due due) {
    Shortage shortage = mails.shortage(due);
    // The list is taken apart at its commas, and blanks beside them are no part of an address.
    List<String> to = settings.mailTo().orElseThrow().stream().map(String::strip).toList();
    return new Mail()
        .setTo(to)
        .setSubject(shortage.subject())
        .setText(shortage.text())
        .addHeader("Message-ID", "<" + id(due) + "@allocation-service>");
  }

  private static UUID id(DueMails.Due due) {
    return UUID.nameUUIDFromBytes(
        (due.sequence() + "/" + due.sku()).getBytes(StandardCharsets.UTF_8));
  }

  private Duration pauseAfter(int attempts) {
    long doubled = settings.pauseMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
  }

  private void pause() {
    try {
      Thread.sleep(Math.min(LONGEST_POLL_MILLIS, settings.pauseMillis()));
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends.
    }
  }
}
