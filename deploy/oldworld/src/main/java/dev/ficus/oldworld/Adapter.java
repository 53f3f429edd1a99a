package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/**
 * The address to which the shop sends its calls. A call may be repeated as often as one likes: who
 * does not know whether it was carried out asks again.
 */
public final class Adapter {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * The faults for a call that may succeed later: it was not accepted, or there was no answer from
   * the system behind. Any other speaks about the call itself.
   */
  private static final Set<Integer> TRY_AGAIN = Set.of(-32500, -32300);

  /** How often a call is made that the adapter calls wrong: it might have been the network. */
  private static final int TRIES_OF_A_WRONG_CALL = 3;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final Duration patience;

  /**
   * @param address a user and password in it are sent as HTTP Basic
   * @param patience how long one call is repeated
   */
  public Adapter(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /** A call was not answered as it should have been for as long as patience lasted. */
  public static final class GaveUp extends Exception {
    private static final long serialVersionUID = 1L;

    private GaveUp(String why) {
      super(why);
    }
  }

  /**
   * Calls until the answer is success.
   *
   * @param repeating gets the reason whenever the call is about to be repeated
   * @throws GaveUp when patience has run out, or the adapter insists that the call is wrong; its
   *     message is the last failure
   */
  public void callUntilSuccess(byte[] document, Consumer<String> repeating)
      throws GaveUp, InterruptedException {
    int wrong = 0;
    for (Patience waiting = new Patience(); ; waiting.pause()) {
      String failure;
      try {
        if (!(call(document) instanceof Fault fault)) {
          return;
        }
        failure = describe(fault);
        wrong += TRY_AGAIN.contains(fault.code()) ? 0 : 1;
      } catch (IOException noAnswer) {
        failure = describe(noAnswer);
      }
      if (wrong == TRIES_OF_A_WRONG_CALL || waiting.isOver()) {
        throw new GaveUp(failure);
      }
      repeating.accept(failure);
    }
  }

  /**
   * Calls until there is any answer.
   *
   * @return the answer in words
   * @throws GaveUp when patience has run out; its message is the last failure
   */
  public String callUntilAnswered(byte[] document) throws GaveUp, InterruptedException {
    for (Patience waiting = new Patience(); ; waiting.pause()) {
      try {
        return call(document) instanceof Fault fault ? describe(fault) : "success";
      } catch (IOException noAnswer) {
        if (waiting.isOver()) {
          throw new GaveUp(describe(noAnswer));
        }
      }
    }
  }

  /** How long one call has been repeated, and the pauses in between, each longer than the last. */
  private final class Patience {
    private final long end = System.nanoTime() + patience.toNanos();
    private Duration next = FIRST_PAUSE;

    boolean isOver() {
      return System.nanoTime() + next.toNanos() - end > 0;
    }

    void pause() throws InterruptedException {
      Thread.sleep(next.toMillis());
      Duration twice = next.multipliedBy(2);
      next = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }

  private Answer call(byte[] document) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(document));
    if (address.getUserInfo() != null) {
      byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    try {
      return XmlRpc.readAnswer(response.body());
    } catch (XMLStreamException noXmlRpc) {
      throw new IOException("HTTP status " + response.statusCode() + ", no XML-RPC", noXmlRpc);
    }
  }

  private static String describe(Fault fault) {
    return "fault %d: %s".formatted(fault.code(), fault.text());
  }

  private static String describe(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
