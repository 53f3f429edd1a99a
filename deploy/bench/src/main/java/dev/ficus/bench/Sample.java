package dev.ficus.bench;

import java.util.function.ToDoubleFunction;

/**
 * One measurement.
 *
 * @param lines what was done: lines, or whatever else is counted
 * @param errors what was answered otherwise than wanted
 * @param seconds from the first request to the last line's commit or answer
 * @param cost what it cost, the follow-up work included that the measurement waited for
 */
record Sample(long lines, long errors, double seconds, ProcessorTime cost) {
  double rate() {
    return lines / seconds;
  }

  double millisPerLine() {
    return perLine(ProcessorTime::work);
  }

  /** A part of the cost, in milliseconds. */
  double perLine(ToDoubleFunction<ProcessorTime> part) {
    return part.applyAsDouble(cost) / lines;
  }
}
