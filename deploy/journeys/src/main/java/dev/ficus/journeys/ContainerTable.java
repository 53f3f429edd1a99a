package dev.ficus.journeys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was measured of the images, a column for each service. */
final class ContainerTable {
  private static final double MEGABYTE = 1e6;

  /** How long each service may take to end; what asks it to end waits longer. */
  private static final Map<Service, Duration> GRACE =
      new EnumMap<>(
          Map.of(
              Service.ALLOCATION, Duration.ofSeconds(30),
              Service.AVAILABILITY, Duration.ofSeconds(30),
              Service.LEGACY, Duration.ofSeconds(45)));

  private final ImageForm form;
  private final Map<Service, Column> columns = new EnumMap<>(Service.class);
  private long answers;

  /** What is known of one service; sizes and memory in bytes. */
  private static final class Column {
    private long image;
    private long program;
    private long idle;
    private long loaded;
    private final List<Duration> stops = new ArrayList<>();
    private List<ServiceStart> starts = List.of();
  }

  ContainerTable(ImageForm form) {
    this.form = form;
    for (Service service : Service.values()) {
      columns.put(service, new Column());
    }
  }

  /** The image unpacked, with its base. */
  synchronized void imageSize(Service service, long bytes) {
    columns.get(service).image = bytes;
  }

  /** The executable alone. */
  synchronized void programSize(Service service, long bytes) {
    columns.get(service).program = bytes;
  }

  /** Its memory before anybody asked anything of it. */
  synchronized void idle(Service service, long bytes) {
    columns.get(service).idle = bytes;
  }

  /** Its memory at some moment under load; the most counts. */
  synchronized void loaded(Service service, long bytes) {
    Column column = columns.get(service);
    column.loaded = Math.max(column.loaded, bytes);
  }

  /** It ended so long after it was asked to; the longest counts. */
  synchronized void stopped(Service service, Duration after) {
    columns.get(service).stops.add(after);
  }

  /** Starts while nothing else went on; the median counts. */
  synchronized void starts(Service service, List<ServiceStart> measured) {
    columns.get(service).starts = List.copyOf(measured);
  }

  /** Questions that availability-service has answered in a second. */
  synchronized void answers(long perSecond) {
    answers = perSecond;
  }

  /** Which services took longer to end than they may, and how long. */
  synchronized List<String> late() {
    List<String> late = new ArrayList<>();
    columns.forEach(
        (service, column) -> {
          Duration longest = longest(column);
          if (longest.compareTo(GRACE.get(service)) > 0) {
            late.add(
                String.format(
                    Locale.ROOT, "%s ended after %.1f s", service.module(), seconds(longest)));
          }
        });
    return late;
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%-44s %s  goal%n"
            .formatted(
                "",
                columns.keySet().stream()
                    .map(service -> "%22s".formatted(service.module()))
                    .collect(Collectors.joining())));
    boolean executable = form.isExecutable();
    text.append(
        row(
            "image, unpacked, with its base, MB",
            column -> megabytes(column.image),
            executable ? "100" : ""));
    if (executable) {
      text.append(row("executable, MB", column -> megabytes(column.program), "75"));
    }
    text.append(
        row(
            "first answer of live after the start, ms",
            column -> millis(column, ServiceStart::live),
            executable ? "100" : ""));
    text.append(
        row(
            "ready after the start, ms",
            column -> millis(column, ServiceStart::ready),
            executable ? "" : "1500"));
    text.append(row("memory (RSS) when idle, MB", column -> megabytes(column.idle), ""));
    text.append(
        row(
            "memory (RSS) under load, at most, MB",
            column -> megabytes(column.loaded),
            executable ? "80" : "250"));
    text.append(
        row(
            "ended after SIGTERM, at most, s",
            column -> String.format(Locale.ROOT, "%.2f", seconds(longest(column))),
            "30, 30, 45"));
    text.append(
        "Questions that availability-service answered from four shoppers: %d a second"
            .formatted(answers));
    return text.toString();
  }

  private String row(String what, Function<Column, String> figure, String goal) {
    return "%-44s %s  %s%n"
        .formatted(
            what,
            columns.values().stream()
                .map(column -> "%22s".formatted(figure.apply(column)))
                .collect(Collectors.joining()),
            goal);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes / MEGABYTE);
  }

  private static String millis(Column column, Function<ServiceStart, Duration> which) {
    List<Duration> sorted = column.starts.stream().map(which).sorted().toList();
    return sorted.isEmpty() ? "-" : String.valueOf(sorted.get(sorted.size() / 2).toMillis());
  }

  private static Duration longest(Column column) {
    return column.stops.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
