package dev.ficus.allocation.http;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;

/**
 * The limits of bodies: only those of bulk calls are streamed, and may be as long as the server
 * takes at all. Of any other a longer one is refused before it is read, or cut off where it comes
 * without its length.
 */
@ApplicationScoped
class BodyLimits {
  static final long MOST = 1_048_576;

  private static final int FIRST = 900;
  private static final Set<String> STREAMED = Set.of("/batches/bulk", "/allocations/bulk");

  void register(@Observes Filters filters) {
    filters.register(BodyLimits::limit, FIRST);
  }

  private static void limit(RoutingContext call) {
    if (STREAMED.contains(call.normalizedPath())) {
      call.next();
      return;
    }
    String declared = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared != null && isMore(declared)) {
      Problem problem =
          Problem.of(Status.REQUEST_ENTITY_TOO_LARGE, "the body is longer than " + MOST + " bytes");
      call.response()
          .setStatusCode(problem.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
          // What is on its way is not read, so nothing else can come this way.
          .putHeader(HttpHeaders.CONNECTION, "close")
          .end(
              new JsonObject()
                  .put("title", problem.title())
                  .put("status", problem.status())
                  .put("detail", problem.detail())
                  .encode());
      return;
    }
    call.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MOST);
    call.next();
  }

  private static boolean isMore(String declared) {
    try {
      return Long.parseLong(declared) > MOST;
    } catch (NumberFormatException noLength) {
      // The server refuses it.
      return false;
    }
  }
}
