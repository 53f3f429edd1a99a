package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.ContentCharset;
import dev.ficus.legacy.xmlrpc.ContentCoding;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Document that an upstream has answered, read to its end.
 *
 * @param body as it came, which may be compressed
 */
record AnswerDocument(Upstream.Answered answered, byte[] body) {

  private static final int OK = 200;

  /** The bytes that can be read; empty where it is no answer to a call, or packed otherwise. */
  Optional<byte[]> unpacked() {
    Optional<ContentCoding> coding = ContentCoding.of(header("Content-Encoding"));
    if (answered.status() != OK || coding.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(coding.get().unpacked(new ByteArrayInputStream(body)).readAllBytes());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The charset that its header names. */
  Optional<String> charset() {
    return ContentCharset.of(header("Content-Type"));
  }

  /** The answer; empty where it cannot be read. */
  Optional<Answer> answer(XmlRpcReader reader) {
    Optional<ContentCoding> coding = ContentCoding.of(header("Content-Encoding"));
    if (answered.status() != OK || coding.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          reader.readAnswer(coding.get().unpacked(new ByteArrayInputStream(body)), charset()));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private List<String> header(String name) {
    return answered.headers().entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }
}
