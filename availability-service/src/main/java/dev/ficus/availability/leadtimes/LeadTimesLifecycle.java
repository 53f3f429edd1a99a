package dev.ficus.availability.leadtimes;

import dev.ficus.availability.Settings;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.schedule.PeriodicTask;
import dev.ficus.availability.schedule.PeriodicTask.Delay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Brings the lead times into force with the service, and looks for edits of other instances. */
@Singleton
class LeadTimesLifecycle {

  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final LeadTimeBook book;
  private final CurrentLeadTimes current;
  private final Settings.LeadTimeSettings settings;
  private final PeriodicTask looking = new PeriodicTask("lead-times", this::look);

  LeadTimesLifecycle(LeadTimeBook book, CurrentLeadTimes current, Settings settings) {
    this.book = book;
    this.current = current;
    this.settings = settings.leadTimes();
  }

  /** A file that cannot be used ends the start here. */
  void start(@Observes StartupEvent starting) {
    new InitialLeadTimes(settings.file()).fill(book);
    current.load();
    looking.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    looking.stop(STOPPING);
  }

  private Delay look() {
    current.look();
    return new Delay(settings.lookEvery(), true);
  }
}
