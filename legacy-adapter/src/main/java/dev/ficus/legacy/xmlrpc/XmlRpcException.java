package dev.ficus.legacy.xmlrpc;

import java.io.IOException;

/**
 * The refusal of a document. It names the rule that was broken and nothing else, but for the name
 * of a charset: neither the document's text nor a parser's message goes back to the sender.
 *
 * <p>It is an {@link IOException} so that it can pass through the parser that asks for more input.
 */
public final class XmlRpcException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why a document is refused, with the fault to answer. */
  public enum DocumentRefusal {
    NOT_WELL_FORMED(-32700, "parse error: not well formed"),
    UNSUPPORTED_ENCODING(-32701, "parse error: unsupported encoding"),
    DOCTYPE(-32700, "parse error: a document type declaration is not allowed"),
    NOT_XML_RPC(-32600, "server error: not an XML-RPC document"),
    UNSUPPORTED_TYPE(-32600, "server error: a value of a type that is not supported"),
    TOO_LARGE(-32600, "server error: the document is too large"),
    TOO_DEEP(-32600, "server error: the document is nested too deeply"),
    TOO_MANY_VALUES(-32600, "server error: the document holds too many values"),
    TEXT_TOO_LONG(-32600, "server error: a text is too long"),
    TOO_SLOW(-32600, "server error: the document took too long to arrive");

    private final Answer.Fault fault;

    DocumentRefusal(int code, String message) {
      this.fault = new Answer.Fault(code, message);
    }

    /** The constant fault to answer where there is nothing to name. */
    public Answer.Fault fault() {
      return fault;
    }
  }

  private final DocumentRefusal refusal;

  /** A document that breaks this rule. */
  public XmlRpcException(DocumentRefusal refusal) {
    super(refusal.fault.message());
    this.refusal = refusal;
  }

  /**
   * A document that breaks this rule.
   *
   * @param name of what breaks it: a word without anything that could not be shown
   */
  XmlRpcException(DocumentRefusal refusal, String name) {
    super(refusal.fault.message() + ": " + name);
    this.refusal = refusal;
  }

  /** Which rule the document broke. */
  public DocumentRefusal refusal() {
    return refusal;
  }

  /** The fault to answer. */
  public Answer.Fault fault() {
    return new Answer.Fault(refusal.fault.code(), getMessage());
  }
}
