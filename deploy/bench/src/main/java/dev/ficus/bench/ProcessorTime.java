package dev.ficus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * Processor time in milliseconds, as Linux counts it (in steps of 10).
 *
 * @param services the services that are measured
 * @param beside what runs beside them and belongs to this run
 * @param postgres PostgreSQL with its sessions, those that ended included
 * @param broker RabbitMQ; 0 when it does not belong to this run
 * @param generator this process and what it ran and waited for, such as pgbench
 * @param machine everything that ran on the machine
 * @param wall what the clock on the wall says
 */
record ProcessorTime(
    double services,
    double beside,
    double postgres,
    double broker,
    double generator,
    double machine,
    double wall) {
  private static final double MILLIS_PER_TICK = 10;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** What was used so far. */
  static ProcessorTime now(
      Collection<Long> services, Collection<Long> beside, long postgres, Collection<Long> broker) {
    LongStream sessions =
        ProcessHandle.of(postgres).stream()
            .flatMap(ProcessHandle::children)
            .mapToLong(ProcessHandle::pid);
    return new ProcessorTime(
        ticks(services.stream().mapToLong(Long::longValue), false),
        ticks(beside.stream().mapToLong(Long::longValue), false),
        ticks(LongStream.of(postgres), true) + ticks(sessions, false),
        ticks(broker.stream().mapToLong(Long::longValue), false),
        ticks(LongStream.of(ProcessHandle.current().pid()), true),
        machineTicks(),
        System.nanoTime() / NANOS_PER_MILLI);
  }

  ProcessorTime since(ProcessorTime before) {
    return new ProcessorTime(
        services - before.services,
        beside - before.beside,
        postgres - before.postgres,
        broker - before.broker,
        generator - before.generator,
        machine - before.machine,
        wall - before.wall);
  }

  /** The same of services that use neither PostgreSQL nor RabbitMQ; others did, beside them. */
  ProcessorTime withoutServers() {
    return new ProcessorTime(services, beside + postgres + broker, 0, 0, generator, machine, wall);
  }

  /** What the work cost, without the generator and what else ran. */
  double work() {
    return services + postgres + broker;
  }

  /** The part of the machine that others used meanwhile, between 0 and 1. */
  double others() {
    return Math.max(0, machine - work() - beside - generator) / (wall * CORES);
  }

  private static double ticks(LongStream processes, boolean withEndedChildren) {
    return processes.mapToDouble(pid -> ticks(pid, withEndedChildren)).sum() * MILLIS_PER_TICK;
  }

  private static long ticks(long pid, boolean withEndedChildren) {
    try {
      String stat = read(Path.of("/proc", String.valueOf(pid), "stat"));
      // The name, in parentheses, may hold anything; utime is the twelfth field behind it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return withEndedChildren
          ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14])
          : own;
    } catch (IOException ended) {
      return 0;
    }
  }

  private static double machineTicks() {
    try {
      String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
      // user, nice, system; then idle and iowait, which are not work; irq, softirq.
      return LongStream.of(1, 2, 3, 6, 7).map(field -> Long.parseLong(fields[(int) field])).sum()
          * MILLIS_PER_TICK;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("processor time can be read on Linux only", unreadable);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
