package dev.ficus.legacy.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.LineChange.LineEnd;
import dev.ficus.legacy.leaks.StockWatch.Explanation;
import dev.ficus.legacy.leaks.StockWatch.OpenUnits;
import dev.ficus.legacy.leaks.WatchedLine.LineStock;
import dev.ficus.legacy.stock.FigureMovement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a monolith does with its lines and its stock, what it sells by telephone is found. */
class StockWatchHistoryTest {

  private static final int MOST_STEPS = 60;
  private static final int MOST_UNITS = 6;

  private enum WatchMove {
    LINE_FIRST_SEEN,
    LINE_CHANGES,
    LINE_IS_CANCELLED,
    LINE_IS_DESPATCHED,
    THE_MONOLITH_DECIDES,
    RECEIPT,
    WAITING_ARE_SERVED,
    SET_ASIDE,
    TELEPHONE,
    REPORT,
    REST
  }

  /** A move, of so many units, about one of the lines. */
  private record BookStep(WatchMove move, int units, int line) {}

  /** A line as the monolith has it, and as it was when it was last looked. */
  private static final class BookedLine {
    private int wanted;
    private int promised;
    private boolean decided;
    private boolean open = true;
    private Optional<WatchedLine> watched;

    BookedLine(int wanted, Optional<WatchedLine> watched) {
      this.wanted = wanted;
      this.watched = watched;
    }
  }

  /** A monolith's books of one SKU that was cut over, and the watch on its figure. */
  private static final class LeakyBooks {
    private final boolean tells;
    private final List<BookedLine> lines = new ArrayList<>();
    private final Queue<Runnable> calls = new ArrayDeque<>();
    private long there;
    private long setAside;
    private long told;
    private long reported;
    private boolean riseIsReported;
    private StockWatch watch = StockWatch.AT_REST;
    private long soldByTelephone;
    private long soldAndReported;
    private long leaked;

    /**
     * @param tells whether the monolith says of each line whether it waits
     */
    LeakyBooks(boolean tells, int there, List<Integer> openLines) {
      this.tells = tells;
      this.there = there;
      for (int units : openLines) {
        BookedLine line = new BookedLine(units, Optional.empty());
        lines.add(line);
        decide(line);
        line.watched = Optional.of(new WatchedLine(units, said(line)));
      }
      reported = figure();
    }

    private long figure() {
      return there - setAside - lines.stream().mapToLong(line -> line.promised).sum();
    }

    private LineStock said(BookedLine line) {
      if (!tells || !line.decided) {
        return LineStock.UNKNOWN;
      }
      return line.promised > 0 ? LineStock.COUNTED : LineStock.WAITS;
    }

    private void decide(BookedLine line) {
      line.promised = 0;
      line.promised = line.open && figure() >= line.wanted ? line.wanted : 0;
      line.decided = true;
    }

    void step(BookStep step) {
      switch (step.move()) {
        case LINE_FIRST_SEEN -> firstSeen(step.units());
        case LINE_CHANGES -> openLine(step).ifPresent(line -> change(line, step.units()));
        case LINE_IS_CANCELLED -> openLine(step).ifPresent(this::cancel);
        case LINE_IS_DESPATCHED ->
            openLine(step).filter(line -> line.promised > 0).ifPresent(this::despatch);
        case THE_MONOLITH_DECIDES -> decideNext();
        case RECEIPT -> {
          there += step.units();
          if (tells) {
            serve();
          }
        }
        case WAITING_ARE_SERVED -> {
          if (tells || riseIsReported) {
            serve();
          }
        }
        case SET_ASIDE -> {
          setAside += step.units();
          told += step.units();
        }
        case TELEPHONE -> {
          long sold = Math.max(0, Math.min(figure(), step.units()));
          there -= sold;
          soldByTelephone += sold;
        }
        case REPORT -> report();
        case REST -> rest();
        default -> throw new IllegalStateException();
      }
    }

    private Optional<BookedLine> openLine(BookStep step) {
      List<BookedLine> open = lines.stream().filter(line -> line.open).toList();
      return open.isEmpty() ? Optional.empty() : Optional.of(open.get(step.line() % open.size()));
    }

    private void firstSeen(int units) {
      BookedLine line = new BookedLine(units, Optional.empty());
      lines.add(line);
      look(line, LineEnd.OPEN);
      calls.add(() -> decide(line));
    }

    private void change(BookedLine line, int units) {
      if (units == line.wanted) {
        return;
      }
      line.wanted = units;
      look(line, LineEnd.OPEN);
      line.decided = false;
      calls.add(() -> decide(line));
    }

    private void cancel(BookedLine line) {
      line.open = false;
      look(line, LineEnd.CANCELLED);
      calls.add(() -> line.promised = 0);
    }

    /** The shop shows it when it has left. */
    private void despatch(BookedLine line) {
      if (!line.decided) {
        return;
      }
      there -= line.promised;
      line.promised = 0;
      line.open = false;
      look(line, LineEnd.DESPATCHED);
    }

    private void look(BookedLine line, LineEnd end) {
      watch = watch.after(new LineChange(line.watched, line.wanted, end));
      line.watched =
          line.open
              ? Optional.of(new WatchedLine(line.wanted, LineStock.UNKNOWN))
              : Optional.empty();
    }

    private void learn(BookedLine line) {
      WatchedLine before = line.watched.orElseThrow();
      watch = watch.learned(before, said(line));
      line.watched = Optional.of(new WatchedLine(before.units(), said(line)));
    }

    private void decideNext() {
      if (!calls.isEmpty()) {
        calls.remove().run();
      }
    }

    private void serve() {
      lines.stream()
          .filter(line -> line.open && line.decided && line.promised == 0)
          .forEach(this::decide);
    }

    private boolean isAnyWaiting() {
      return lines.stream().anyMatch(line -> line.open && line.promised == 0);
    }

    private OpenUnits open() {
      return new OpenUnits(units(LineStock.WAITS), units(LineStock.UNKNOWN));
    }

    private long units(LineStock stock) {
      return lines.stream()
          .flatMap(line -> line.watched.stream())
          .filter(line -> line.stock() == stock)
          .mapToLong(WatchedLine::units)
          .sum();
    }

    private void report() {
      long counted = Math.min(told, Math.max(0, reported - figure()));
      told -= counted;
      FigureMovement moved = new FigureMovement("shop", "LAMP", reported, figure(), counted);
      Explanation found = watch.explain(moved, open());
      assertEquals(
          moved.after() - moved.before(),
          found.released()
              + found.received()
              - moved.told()
              - found.placed()
              - found.served()
              - found.leaked());
      leaked += found.leaked();
      watch = found.then();
      reported = figure();
      soldAndReported = soldByTelephone;
      riseIsReported |= moved.after() > moved.before();
    }

    /** The monolith has decided everything, and its figure shows it. */
    private void rest() {
      while (!calls.isEmpty()) {
        decideNext();
      }
      report();
      if (tells || riseIsReported) {
        serve();
        report();
      }
      watch = watch.atRest();
      riseIsReported = false;
      lines.stream().filter(line -> line.open).forEach(this::learn);
    }
  }

  @Property(tries = 3000)
  void what_is_explained_is_never_a_leak(
      @ForAll boolean tells,
      @ForAll("units") int there,
      @ForAll("open") List<Integer> lines,
      @ForAll("steps") List<BookStep> steps) {
    LeakyBooks books = new LeakyBooks(tells, there, lines);
    for (BookStep step : steps) {
      if (step.move() != WatchMove.TELEPHONE) {
        books.step(step);
      }
      assertEquals(0, books.leaked);
    }
  }

  @Property(tries = 3000)
  void never_more_leaks_than_was_sold(
      @ForAll boolean tells,
      @ForAll("units") int there,
      @ForAll("open") List<Integer> lines,
      @ForAll("steps") List<BookStep> steps) {
    LeakyBooks books = new LeakyBooks(tells, there, lines);
    for (BookStep step : steps) {
      books.step(step);
      assertTrue(books.leaked <= books.soldAndReported);
    }
  }

  @Property(tries = 3000)
  void what_is_sold_while_nothing_is_under_way_is_found_to_the_unit(
      @ForAll("units") int there,
      @ForAll("open") List<Integer> lines,
      @ForAll("steps") List<BookStep> steps) {
    LeakyBooks books = new LeakyBooks(true, there, lines);
    for (BookStep step : steps) {
      // Of a line that waits nobody can tell whether goods came in for it, and it was served.
      if (step.move() != WatchMove.TELEPHONE || !books.isAnyWaiting()) {
        books.step(step);
        books.step(new BookStep(WatchMove.REST, 0, 0));
      }
      assertEquals(books.soldByTelephone, books.leaked);
    }
  }

  @Provide
  Arbitrary<Integer> units() {
    return Arbitraries.integers().between(0, 2 * MOST_UNITS);
  }

  @Provide
  Arbitrary<List<Integer>> open() {
    return Arbitraries.integers().between(1, MOST_UNITS).list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<BookStep>> steps() {
    return Combinators.combine(
            Arbitraries.of(WatchMove.class),
            Arbitraries.integers().between(1, MOST_UNITS),
            Arbitraries.integers().between(0, MOST_UNITS))
        .as(BookStep::new)
        .list()
        .ofMaxSize(MOST_STEPS);
  }
}
