package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.WebClient;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Calls to a shop, one after the other. A call that was not answered, or by an internal error, is
 * repeated for as long as patience lasts.
 */
final class ShopSession {
  private static final int INTERNAL_ERROR = 1;
  private static final int SESSION_EXPIRED = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final WebClient shop;
  private final Access access;
  private String session;

  /**
   * How the shop is called.
   *
   * @param patience how long a call is repeated
   */
  record Access(String user, String key, Duration patience) {}

  /** Makes a call; it may have to log in first. */
  private interface Attempt {
    Answer answer() throws IOException;
  }

  ShopSession(WebClient shop, Access access) {
    this.shop = shop;
    this.access = access;
  }

  /**
   * Calls a method of the shop's interface, in a session.
   *
   * @throws IOException when there was no answer
   */
  Answer call(String path, List<Object> arguments) throws IOException, InterruptedException {
    return repeated(() -> inSession("call", path, arguments));
  }

  /**
   * Calls several methods of the shop's interface at once.
   *
   * @param calls of each the method and its arguments
   * @throws IOException when there was no answer
   */
  Answer multiCall(List<Object> calls) throws IOException, InterruptedException {
    return repeated(() -> inSession("multiCall", calls));
  }

  /**
   * Calls a method that needs no session.
   *
   * @throws IOException when there was no answer
   */
  Answer send(String method, Object... parameters) throws IOException, InterruptedException {
    return repeated(() -> once(method, parameters));
  }

  private synchronized Answer repeated(Attempt attempt) throws IOException, InterruptedException {
    long end = System.nanoTime() + access.patience().toNanos();
    while (true) {
      IOException failure = null;
      Answer answer = null;
      try {
        answer = attempt.answer();
        if (!(answer instanceof Fault fault) || !mayPass(fault)) {
          return answer;
        }
      } catch (IOException noAnswer) {
        failure = noAnswer;
      }
      if (System.nanoTime() - end > 0) {
        if (failure != null) {
          throw failure;
        }
        return answer;
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private boolean mayPass(Fault fault) {
    if (fault.code() == SESSION_EXPIRED) {
      session = null;
    }
    return fault.code() == SESSION_EXPIRED || fault.code() == INTERNAL_ERROR;
  }

  private Answer inSession(String method, Object... parameters) throws IOException {
    if (session == null) {
      Answer login = once("login", access.user(), access.key());
      if (login instanceof Fault) {
        return login;
      }
      session = String.valueOf(((Success) login).value());
    }
    List<Object> all = new ArrayList<>(List.of(session));
    all.addAll(List.of(parameters));
    return once(method, all.toArray());
  }

  private Answer once(String method, Object... parameters) throws IOException {
    Message answer = shop.post(XmlRpc.call(method, parameters));
    try {
      return XmlRpc.readAnswer(answer.body());
    } catch (XMLStreamException noXmlRpc) {
      throw new IOException("no XML-RPC: " + noXmlRpc.getMessage(), noXmlRpc);
    }
  }
}
