package dev.ficus.legacy.stock;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Books of a monolith about one SKU: what it has, what of it is promised, and what is set aside.
 */
final class MonolithsBooks {

  private final Map<String, PromisedLine> lines = new LinkedHashMap<>();
  private long units;
  private long soldByTelephone;
  private long setAside;
  private long toBook;

  private static final class PromisedLine {
    private long wanted;
    private long promised;
  }

  long figure() {
    return units - promised() - setAside;
  }

  long promised() {
    return soldByTelephone + lines.values().stream().mapToLong(line -> line.promised).sum();
  }

  long setAside() {
    return setAside;
  }

  /** Units that are there of those it has in its books. */
  long there() {
    return units - toBook;
  }

  boolean hasToBook() {
    return toBook > 0;
  }

  void receive(long more) {
    units += more;
  }

  void miss(long missing) {
    units -= missing;
  }

  void sellByTelephone(long sold) {
    soldByTelephone += sold;
  }

  void cancelByTelephone(long most) {
    soldByTelephone -= Math.min(soldByTelephone, most);
  }

  long soldByTelephone() {
    return soldByTelephone;
  }

  void leaveByTelephone(long left) {
    soldByTelephone -= left;
    units -= left;
  }

  /**
   * A line of its own wants so many units now, none when it is cancelled.
   *
   * @return how many units more it is promised
   */
  long want(String name, long wanted) {
    PromisedLine line = lines.computeIfAbsent(name, any -> new PromisedLine());
    line.wanted = wanted;
    line.promised = Math.min(line.promised, wanted);
    return serve(name);
  }

  /** Promises a line what it still lacks, as far as the figure goes; returns how many units. */
  long serve(String name) {
    PromisedLine line = lines.get(name);
    long more = Math.max(0, Math.min(figure(), line.wanted - line.promised));
    line.promised += more;
    return more;
  }

  /** Whether the line has all that it wants. */
  boolean holds(String name, long wanted) {
    return lines.get(name).promised == wanted;
  }

  void leave(String name) {
    units -= lines.remove(name).promised;
  }

  /** Units have left for lines that are not its own, and it will book them. */
  void hasToBook(long left) {
    toBook += left;
  }

  /** Out of what is set aside first. */
  void book() {
    units -= toBook;
    setAside -= Math.min(toBook, setAside);
    toBook = 0;
  }

  void setAside(long told) {
    setAside += told;
  }

  /** Gives back of what it has set aside, so many at most; returns how many. */
  long giveBack(long most) {
    long back = Math.min(most, setAside);
    setAside -= back;
    return back;
  }
}
