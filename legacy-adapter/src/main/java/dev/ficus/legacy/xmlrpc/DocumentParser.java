package dev.ficus.legacy.xmlrpc;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.COMMENT;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.PROCESSING_INSTRUCTION;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.ficus.legacy.xmlrpc.XmlRpcException.DocumentRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Walks one XML-RPC document from front to back, holding no more of it than the values asked for.
 *
 * <p>Names are compared as written, prefix and all, because old senders use {@code ex:nil} without
 * declaring the prefix.
 */
final class DocumentParser {

  /** Longer than any tag or comment that is meant well; a text comes in shorter pieces. */
  private static final int LONGEST_MARKUP = 1 << 16;

  private final XMLStreamReader2 xml;
  private final TolerantDecoder characters;
  private final Limits limits;
  private final Outline outline;
  private int depth;
  private int values;

  DocumentParser(InputStream in, Optional<String> charset, Limits limits) throws IOException {
    this(in, charset, limits, null);
  }

  /**
   * @param outline takes down where the elements are; null where nobody asks
   */
  DocumentParser(InputStream in, Optional<String> charset, Limits limits, Outline outline)
      throws IOException {
    this.outline = outline;
    this.characters = new TolerantDecoder(in, charset, limits);
    this.limits = limits;
    try {
      // A factory keeps the names of every document that it read, so this one lives no longer.
      this.xml = (XMLStreamReader2) hardenedFactory().createXMLStreamReader(characters);
    } catch (XMLStreamException e) {
      throw refusal(e);
    }
  }

  private static XMLInputFactory hardenedFactory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 4096);
    // Shops paste what they like into descriptions: &#11; must not make an order unreadable.
    factory.setProperty(WstxInputProperties.P_ALLOW_XML11_ESCAPED_CHARS_IN_XML10, true);
    return factory;
  }

  Call call() throws IOException {
    root("methodCall");
    require(nextTag() == START_ELEMENT && xml.getLocalName().equals("methodName"));
    String method = text().strip();
    require(!method.isEmpty() && method.length() <= 255);
    List<Value> parameters = new ArrayList<>();
    if (nextTag() == START_ELEMENT) {
      require(xml.getLocalName().equals("params"));
      while (nextTag() == START_ELEMENT) {
        parameters.add(parameter());
      }
      require(nextTag() == END_ELEMENT);
    }
    end();
    return new Call(method, parameters);
  }

  Answer answer() throws IOException {
    root("methodResponse");
    require(nextTag() == START_ELEMENT);
    Answer answer;
    if (xml.getLocalName().equals("fault")) {
      answer = fault();
    } else {
      require(xml.getLocalName().equals("params"));
      answer = new Answer.Result(nextTag() == START_ELEMENT ? parameter() : Value.NIL);
      if (xml.getEventType() == END_ELEMENT && xml.getLocalName().equals("param")) {
        require(nextTag() == END_ELEMENT);
      }
    }
    require(nextTag() == END_ELEMENT);
    endOfAnswer();
    return answer;
  }

  /**
   * Reads an answer whose result is a list, handing on one element after the other.
   *
   * @return the fault, or null when the list came
   */
  Answer.Fault answerList(Consumer<Value> each) throws IOException {
    root("methodResponse");
    require(nextTag() == START_ELEMENT);
    Answer.Fault fault = null;
    if (xml.getLocalName().equals("fault")) {
      fault = fault();
    } else {
      open("param");
      begins(Element.Kind.PARAMETER);
      open("value");
      begins(Element.Kind.VALUE);
      require(nextTag() == START_ELEMENT);
      Consumer<Value> counted =
          value -> {
            each.accept(value);
            values = 0;
          };
      if (xml.getLocalName().equals("struct")) {
        // How PHP sends a list with gaps.
        members(
            (name, value) -> {
              require(Scalars.isPlace(name));
              counted.accept(value);
            });
      } else {
        require(xml.getLocalName().equals("array"));
        elements(counted);
      }
      require(nextTag() == END_ELEMENT);
      ends(null);
      require(nextTag() == END_ELEMENT);
      ends(null);
      require(nextTag() == END_ELEMENT);
    }
    require(nextTag() == END_ELEMENT);
    endOfAnswer();
    return fault;
  }

  private Answer.Fault fault() throws IOException {
    open("value");
    Value value = value();
    require(nextTag() == END_ELEMENT);
    return Answer.Fault.from(value)
        .orElseThrow(() -> new XmlRpcException(DocumentRefusal.NOT_XML_RPC));
  }

  private Value parameter() throws IOException {
    require(xml.getLocalName().equals("param"));
    begins(Element.Kind.PARAMETER);
    Value value;
    if (nextTag() == END_ELEMENT) {
      value = leftOut();
    } else {
      require(xml.getLocalName().equals("value"));
      value = value();
      require(nextTag() == END_ELEMENT);
    }
    ends(null);
    return value;
  }

  /** From the start of a {@code value} element to its end. */
  private Value value() throws IOException {
    if (++depth > limits.depth()) {
      throw new XmlRpcException(DocumentRefusal.TOO_DEEP);
    }
    count();
    begins(Element.Kind.VALUE);
    String text = textUntilTag();
    Value value;
    if (xml.getEventType() == END_ELEMENT) {
      value = new Value.Text(text);
    } else {
      require(isBlank(text));
      value = typed(xml.getLocalName());
      require(nextTag() == END_ELEMENT);
    }
    ends(null);
    depth--;
    return value;
  }

  private void begins(Element.Kind kind) {
    if (outline != null) {
      outline.begin(kind, xml.getLocationInfo().getStartingCharOffset());
    }
  }

  private void ends(String name) throws IOException {
    if (outline != null) {
      try {
        outline.end(name, xml.getLocationInfo().getEndingCharOffset());
      } catch (XMLStreamException e) {
        throw refusal(e);
      }
    }
  }

  private void count() throws XmlRpcException {
    if (++values > limits.values()) {
      throw new XmlRpcException(DocumentRefusal.TOO_MANY_VALUES);
    }
  }

  private Value leftOut() throws XmlRpcException {
    count();
    return Value.NIL;
  }

  private Value typed(String name) throws IOException {
    // Vendors' types come with a prefix of the sender's choice: ex:nil, ext:i8, nil.
    String type = name.substring(name.indexOf(':') + 1);
    // Whoever reads what is passed on knows no prefix: there the plainest type has to do.
    boolean plain = type.length() < name.length();
    return switch (type) {
      case "string" -> new Value.Text(text());
      case "int", "i4", "i8", "i1", "i2" -> Scalars.whole(plain ? null : type, text());
      case "double", "float" -> Scalars.real(plain ? "double" : type, text());
      case "boolean" -> Scalars.bool(text());
      case "dateTime.iso8601", "dateTime" -> Scalars.dateTimeOrText(text());
      case "base64" -> Scalars.base64(text());
      case "bigdecimal", "biginteger" -> Scalars.misfit(plain ? null : type, text().strip());
      case "nil" -> {
        require(nextTag() == END_ELEMENT);
        yield Value.NIL;
      }
      case "struct" -> struct();
      case "array" -> {
        List<Value> elements = new ArrayList<>();
        elements(elements::add);
        yield new Value.Array(elements);
      }
      default -> throw new XmlRpcException(DocumentRefusal.UNSUPPORTED_TYPE);
    };
  }

  /** From the start of an {@code array} to its end; some senders leave out {@code data}. */
  private void elements(Consumer<Value> each) throws IOException {
    while (nextTag() == START_ELEMENT) {
      if (xml.getLocalName().equals("data")) {
        while (nextTag() == START_ELEMENT) {
          require(xml.getLocalName().equals("value"));
          each.accept(value());
        }
      } else {
        require(xml.getLocalName().equals("value"));
        each.accept(value());
      }
    }
  }

  /** From the start of a {@code struct} to its end; of two members of one name the last counts. */
  private Value struct() throws IOException {
    LinkedHashMap<String, Value> members = new LinkedHashMap<>();
    members(members::put);
    return new Value.Struct(new Members(members));
  }

  private interface MemberConsumer {
    void accept(String name, Value value) throws IOException;
  }

  private void members(MemberConsumer each) throws IOException {
    while (nextTag() == START_ELEMENT) {
      require(xml.getLocalName().equals("member"));
      begins(Element.Kind.MEMBER);
      String name = null;
      Value value = null;
      while (nextTag() == START_ELEMENT) {
        if (xml.getLocalName().equals("name")) {
          name = text();
        } else {
          require(xml.getLocalName().equals("value"));
          value = value();
        }
      }
      require(name != null);
      ends(name);
      each.accept(name, value == null ? leftOut() : value);
    }
  }

  private void root(String name) throws IOException {
    require(nextTag() == START_ELEMENT && xml.getLocalName().equals(name));
  }

  private void open(String name) throws IOException {
    require(nextTag() == START_ELEMENT && xml.getLocalName().equals(name));
  }

  /** The rest of the document must be there and empty: a cut document was never accepted. */
  private void end() throws IOException {
    require(xml.getEventType() == END_ELEMENT);
    int event = next();
    while (event != END_DOCUMENT) {
      event = next();
    }
  }

  /**
   * An answer is whole at its last tag: what shops put behind it, such as a warning of PHP or NULs,
   * takes nothing away from it.
   */
  private void endOfAnswer() throws IOException {
    require(xml.getEventType() == END_ELEMENT);
    try {
      end();
    } catch (XmlRpcException noise) {
      if (noise.refusal() != DocumentRefusal.NOT_WELL_FORMED
          && noise.refusal() != DocumentRefusal.TEXT_TOO_LONG) {
        throw noise;
      }
    }
  }

  /** The text of an element that holds nothing else, to its end. */
  private String text() throws IOException {
    String text = textUntilTag();
    require(xml.getEventType() == END_ELEMENT);
    return text;
  }

  /** The parser mostly has a text in one piece, which is then copied once. */
  private String textUntilTag() throws IOException {
    String first = "";
    StringBuilder pieces = null;
    while (true) {
      int event = next();
      if (event == START_ELEMENT || event == END_ELEMENT) {
        return pieces == null ? first : pieces.toString();
      }
      require(event == CHARACTERS || event == CDATA || event == SPACE);
      try {
        int soFar = pieces == null ? first.length() : pieces.length();
        if (soFar + xml.getTextLength() > limits.text()) {
          throw new XmlRpcException(DocumentRefusal.TEXT_TOO_LONG);
        }
        if (soFar == 0) {
          first = xml.getText();
        } else {
          if (pieces == null) {
            pieces = new StringBuilder(first);
          }
          pieces.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        }
      } catch (WstxLazyException e) {
        throw refusal(e);
      }
    }
  }

  private int nextTag() throws IOException {
    while (true) {
      int event = next();
      if (event == START_ELEMENT || event == END_ELEMENT) {
        return event;
      }
      try {
        require((event == CHARACTERS || event == CDATA || event == SPACE) && xml.isWhiteSpace());
      } catch (WstxLazyException e) {
        throw refusal(e);
      }
    }
  }

  private int next() throws IOException {
    try {
      while (true) {
        characters.allow(LONGEST_MARKUP);
        int event = xml.next();
        if (event == DTD) {
          throw new XmlRpcException(DocumentRefusal.DOCTYPE);
        }
        if (event != COMMENT && event != PROCESSING_INSTRUCTION) {
          return event;
        }
      }
    } catch (XMLStreamException e) {
      throw refusal(e);
    }
  }

  /** An IOException beneath is ours (a limit) or the connection's, and is more exact. */
  private static IOException refusal(Throwable fromParser) {
    for (Throwable cause = fromParser; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException beneath) {
        return beneath;
      }
    }
    return new XmlRpcException(DocumentRefusal.NOT_WELL_FORMED);
  }

  private static void require(boolean holds) throws XmlRpcException {
    if (!holds) {
      throw new XmlRpcException(DocumentRefusal.NOT_XML_RPC);
    }
  }

  private static boolean isBlank(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > ' ') {
        return false;
      }
    }
    return true;
  }
}
