package dev.ficus.legacy.xmlrpc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The outline of a document: which elements are in which, and at which characters they are. */
final class Outline {

  private final Deque<Element> open = new ArrayDeque<>();
  private final int deepest;
  private int[] positions = new int[256];
  private int count;
  private int depth;

  /** Of all elements. */
  Outline() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param deepest how many elements may be in each other; those further in are left out
   */
  Outline(int deepest) {
    this.deepest = deepest;
    open.push(new Element(Element.Kind.DOCUMENT, 0));
  }

  /** An element of the given kind has begun in the one that is open. */
  void begin(Element.Kind kind, long character) {
    if (++depth > deepest) {
      return;
    }
    Element element = new Element(kind, note(character));
    open.getFirst().add(element);
    open.push(element);
  }

  /**
   * The element that is open has ended.
   *
   * @param name of a member; null of other elements
   */
  void end(String name, long character) {
    if (depth-- <= deepest) {
      open.pop().close(name, note(character));
    }
  }

  /** What the document itself is: its parameters are in it. */
  Element root() {
    return open.getLast();
  }

  /** The numbers to which the elements refer: characters before them, in ascending order. */
  int[] positions() {
    return Arrays.copyOf(positions, count);
  }

  private int note(long character) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
    }
    positions[count] = Math.toIntExact(character);
    return count++;
  }
}
