package dev.ficus.availability.timetable;

import dev.ficus.availability.Settings;
import dev.ficus.availability.delivering.LeadTimeBook;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Brings the lead times into force with the service, and looks for edits of other instances. */
@Singleton
class TimetableLife {

  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lead-times");
            thread.setDaemon(true);
            return thread;
          });

  /** A file that cannot be used ends the start here. */
  void start(
      @Observes StartupEvent starting,
      LeadTimeBook book,
      CurrentLeadTimes current,
      Settings settings) {
    new FirstLeadTimes(settings.leadTimes().file()).fill(book);
    current.load();
    long every = settings.leadTimes().lookEvery().toMillis();
    looking.scheduleWithFixedDelay(current::look, every, every, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent stopping) {
    looking.shutdownNow();
  }
}
