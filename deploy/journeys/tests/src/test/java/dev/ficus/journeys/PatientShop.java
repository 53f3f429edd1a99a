package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Shop that repeats a call until it is carried out, as old shops do. */
final class PatientShop {
  /** The monolith's word that there is nothing that could be cancelled, or not any more. */
  private static final int NOTHING_LEFT = 100;

  private PatientShop() {}

  /** What one call is answered. */
  static XmlRpc.Answer call(URI feed, byte[] call) throws Exception {
    String document = new String(call, StandardCharsets.UTF_8);
    Http.Response answer = Http.post(feed, "text/xml", document, CLOCK_LIMIT);
    return XmlRpc.readAnswer(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns when the call is carried out, or nothing is left that it could cancel. */
  static void callUntilDone(URI feed, byte[] call) {
    XmlRpc.Answer[] answer = new XmlRpc.Answer[1];
    assertTrue(
        Waiting.until(
            () -> {
              try {
                answer[0] = call(feed, call);
                return !(answer[0] instanceof XmlRpc.Fault fault) || fault.code() == NOTHING_LEFT;
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            LIMIT),
        () -> answer[0] + " to " + new String(call, StandardCharsets.UTF_8));
  }
}
