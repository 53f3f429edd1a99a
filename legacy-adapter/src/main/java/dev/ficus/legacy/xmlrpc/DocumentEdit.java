package dev.ficus.legacy.xmlrpc;

/** A change of a document as it was written, at the position of one element. */
public sealed interface DocumentEdit {

  /** The element that is changed. */
  ElementPath path();

  /** Takes an element out of its array, or a member out of its struct. */
  record Cut(ElementPath path) implements DocumentEdit {}

  /**
   * Writes this value there, as a further member where the struct has none of the name, or as the
   * next of a list.
   */
  record Put(ElementPath path, Value value) implements DocumentEdit {}
}
