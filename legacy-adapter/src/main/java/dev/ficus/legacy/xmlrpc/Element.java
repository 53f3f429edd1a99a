package dev.ficus.legacy.xmlrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element of a document that holds a value: the value itself, a member or a parameter.
 *
 * <p>Where it begins and ends are numbers of an {@link Outline}, so that all of them can be turned
 * from characters to bytes in one go.
 */
final class Element {

  /** What an element is. */
  enum Kind {
    DOCUMENT,
    PARAMETER,
    MEMBER,
    VALUE
  }

  private final Kind kind;
  private final int start;
  private final List<Element> inner = new ArrayList<>(2);
  private int end;
  private String name;

  /**
   * @param start which of the outline's positions it begins at
   */
  Element(Kind kind, int start) {
    this.kind = kind;
    this.start = start;
  }

  void add(Element element) {
    inner.add(element);
  }

  void close(String nameOfIt, int endOfIt) {
    name = nameOfIt;
    end = endOfIt;
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  List<Element> inner() {
    return inner;
  }

  /** The name of a member; null of other elements. */
  String name() {
    return name;
  }

  /** The value that it holds: of several in a member the last, as it is read. */
  Optional<Element> value() {
    if (kind == Kind.VALUE || kind == Kind.DOCUMENT) {
      return Optional.of(this);
    }
    return inner.isEmpty() ? Optional.empty() : Optional.of(inner.get(inner.size() - 1));
  }

  /**
   * The elements in this value to which a step leads: one, or none, or each of a struct's members
   * of one name, of which the last counts.
   */
  List<Element> step(String step) {
    if (lastMember().isPresent()) {
      return inner.stream().filter(member -> step.equals(member.name)).toList();
    }
    return Scalars.isPlace(step) && Integer.parseInt(step) < inner.size()
        ? List.of(inner.get(Integer.parseInt(step)))
        : List.of();
  }

  /** The last member, where this is a struct that has any. */
  Optional<Element> lastMember() {
    return Optional.of(inner)
        .filter(all -> !all.isEmpty())
        .map(all -> all.get(all.size() - 1))
        .filter(last -> last.kind == Kind.MEMBER);
  }
}
