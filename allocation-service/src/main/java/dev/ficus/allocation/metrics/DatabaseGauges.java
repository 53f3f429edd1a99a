package dev.ficus.allocation.metrics;

import dev.ficus.allocation.allocating.Unexpected;
import dev.ficus.allocation.view.FiguresView;
import dev.ficus.allocation.view.FiguresView.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Figures of the database as gauges. They are read in the background, so a scrape costs nothing and
 * cannot fail with the database: then the last values stay, and {@code ficus_figures_age_seconds}
 * says how old they are. Before the first reading they are NaN, and as old as this is.
 */
@ApplicationScoped
class DatabaseGauges {
  private static final Logger LOG = Logger.getLogger(DatabaseGauges.class);

  private final FiguresView view;
  private final MetricsSettings settings;
  private final MeterRegistry registry;
  private final AtomicReference<Reading<Figures>> figures = new AtomicReference<>();
  private final AtomicReference<Reading<Long>> oversold = new AtomicReference<>();
  private final List<Gauge> gauges = new ArrayList<>();
  private final long begunNanos = System.nanoTime();
  private final ScheduledExecutorService reader =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "figures");
            thread.setDaemon(true);
            return thread;
          });

  DatabaseGauges(FiguresView view, MetricsSettings settings, MeterRegistry registry) {
    this.view = view;
    this.settings = settings;
    this.registry = registry;
  }

  private record Reading<T>(T value, long atNanos) {}

  void start(@Observes StartupEvent started) {
    register("ficus.outbox.lag.rows", "events not published yet", figures, Figures::outboxRows);
    register(
        "ficus.outbox.lag.seconds",
        "age of the oldest event that is not published",
        figures,
        Figures::outboxSeconds);
    register(
        "ficus.backordered.lines",
        "order lines that no batch can hold",
        figures,
        Figures::backorderedLines);
    register(
        "ficus.overdue.batches",
        "batches whose day has passed and that have units",
        figures,
        Figures::overdueBatches);
    register(
        "ficus.waiting.commands",
        "commands that wait for their batch, or for their product to be opened",
        figures,
        Figures::waitingCommands);
    register(
        "ficus.parked.commands",
        "commands that wait for an operator",
        figures,
        Figures::parkedCommands);
    register(
        "ficus.purchasing.mails.due",
        "mails to purchasing that are to be sent",
        figures,
        Figures::purchasingMails);
    register(
        "ficus.oversold.units",
        "units allocated beyond what was purchased, recounted",
        oversold,
        Long::doubleValue);
    register(
        Gauge.builder("ficus.figures.age.seconds", figures, this::ageSeconds)
            .description("how long ago the figures were read"));
    register(
        Gauge.builder("ficus.oversold.age.seconds", oversold, this::ageSeconds)
            .description("how long ago the oversold units were recounted"));
    repeat(settings.refreshSeconds(), () -> figures.set(now(view.figures())));
    repeat(settings.recountSeconds(), () -> oversold.set(now(view.oversoldUnits())));
  }

  /** The registry outlives this application where another starts in the same process. */
  void stop(@Observes ShutdownEvent stopped) {
    reader.shutdownNow();
    gauges.forEach(registry::remove);
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void repeat(int seconds, Work work) {
    reader.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (SQLException e) {
            LOG.debugf("the figures stay as they were: %s", e);
          } catch (Throwable e) {
            // Thrown on, it would end the repetition for good.
            Unexpected.met("figures", e);
          }
        },
        0,
        seconds,
        TimeUnit.SECONDS);
  }

  private <T> void register(
      String name,
      String description,
      AtomicReference<Reading<T>> source,
      ToDoubleFunction<T> figure) {
    register(
        Gauge.builder(
                name,
                source,
                latest -> {
                  Reading<T> reading = latest.get();
                  return reading == null ? Double.NaN : figure.applyAsDouble(reading.value());
                })
            .description(description));
  }

  private void register(Gauge.Builder<?> gauge) {
    gauges.add(gauge.register(registry));
  }

  private static <T> Reading<T> now(T value) {
    return new Reading<>(value, System.nanoTime());
  }

  private double ageSeconds(AtomicReference<? extends Reading<?>> latest) {
    Reading<?> reading = latest.get();
    return (System.nanoTime() - (reading == null ? begunNanos : reading.atNanos())) / 1e9;
  }
}
