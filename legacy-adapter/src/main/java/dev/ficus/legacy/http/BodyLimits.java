package dev.ficus.legacy.http;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The limits of bodies that are no calls of a feed, which have their own: lists of SKUs, and files
 * of opening stock, which are read as they come, may be long; of any other call a body that is
 * longer is refused before it is read, or cut off where it comes without its length.
 */
public final class BodyLimits {

  static final long MOST = 1L << 20;
  static final long MOST_OF_A_WAVE = 1L << 26;

  private static final String WAVE = "/strangling/waves/";
  private static final List<String> STREAMED = List.of("/stock/openings/file/");

  private BodyLimits() {}

  /** Whether the body may be read, as far as that can be told now; it is held to its limit then. */
  public static boolean allow(RoutingContext call) {
    String path = call.normalizedPath();
    if (STREAMED.stream().anyMatch(path::startsWith)) {
      return true;
    }
    long most = path.startsWith(WAVE) ? MOST_OF_A_WAVE : MOST;
    call.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, most);
    String declared = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return declared == null || Long.parseLong(declared) <= most;
    } catch (NumberFormatException noLength) {
      // The server refuses it.
      return true;
    }
  }
}
