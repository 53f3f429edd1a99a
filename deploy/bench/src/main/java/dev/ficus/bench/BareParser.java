package dev.ficus.bench;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The parser beneath the codec, as hardened, alone: the floor of reading XML-RPC. */
final class BareParser {
  private final XMLInputFactory factory = new WstxInputFactory();

  BareParser() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 4096);
  }

  /**
   * Walks through a document.
   *
   * @param withTexts whether every text is asked for, as a reader must that wants to know something
   * @return how much was seen; of no interest but that somebody wants to know it
   */
  long walk(InputStream in, boolean withTexts) throws XMLStreamException {
    XMLStreamReader xml = factory.createXMLStreamReader(in);
    long seen = 0;
    while (xml.hasNext()) {
      int event = xml.next();
      seen++;
      if (withTexts && event == XMLStreamConstants.CHARACTERS) {
        seen += xml.getText().length();
      }
    }
    xml.close();
    return seen;
  }
}
