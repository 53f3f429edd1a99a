package dev.ficus.legacy.operators;

import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.CutOversJson.BegunJson;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers about one wave that cut-overs and rollbacks have in common. */
final class WaveAnswers {

  private static final Logger LOG = Logger.getLogger(WaveAnswers.class);

  private WaveAnswers() {}

  /**
   * A look at a wave.
   *
   * @param <P> what is seen
   */
  interface WaveLook<P> {

    /**
     * What is seen; empty when there is no such wave.
     *
     * @throws IOException when allocation-service does not answer as it should
     */
    Optional<P> look() throws IOException;
  }

  /** The answer to what is seen; 404 without the wave, 502 without allocation-service. */
  static <P> Response seen(String wave, WaveLook<P> look, Function<P, Response> answer) {
    try {
      return look.look()
          .map(answer)
          .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such wave", "wave"));
    } catch (IOException e) {
      LOG.warnf("Wave %s cannot be looked at: %s", wave, e.getMessage());
      return Problem.of(Response.Status.BAD_GATEWAY, e.getMessage(), null);
    }
  }

  /** The number of what has begun; a conflict when something has changed since it was checked. */
  static Response begun(OptionalLong id) {
    return id.isPresent()
        ? Response.accepted(new BegunJson(id.getAsLong())).build()
        : Problem.of(
            Response.Status.CONFLICT,
            "the wave, or what is under way, has changed while it was looked at: look again",
            null);
  }

  /**
   * The epoch that is expected.
   *
   * @throws Problem.InvalidParameter when it is none
   */
  static int expectedEpoch(Integer written) {
    if (written == null || written < 0) {
      throw new Problem.InvalidParameter(
          "expect_epoch is the highest epoch of the wave's SKUs, 0 or more", "expect_epoch");
    }
    return written;
  }
}
