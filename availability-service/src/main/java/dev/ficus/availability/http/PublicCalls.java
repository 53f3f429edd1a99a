package dev.ficus.availability.http;

import dev.ficus.availability.Settings;
import dev.ficus.availability.access.AccessSettings;
import dev.ficus.availability.access.AccessSettings.Access;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The limit of how often one address may call, since anybody may. Where access is open, none. */
@ApplicationScoped
class PublicCalls {

  private static final int FIRST = 1000;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String SECOND = "1";

  private final boolean areAnybodys;
  private final CallPace pace;

  PublicCalls(AccessSettings access, Settings settings) {
    this.areAnybodys = access.access() == Access.REQUIRED;
    this.pace = new CallPace(settings.callsPerSecond());
  }

  void register(@Observes Filters filters) {
    if (areAnybodys) {
      filters.register(this::look, FIRST);
    }
  }

  private void look(RoutingContext call) {
    if (pace.allows(call.request().remoteAddress().hostAddress(), System.nanoTime())) {
      call.next();
      return;
    }
    call.response()
        .setStatusCode(TOO_MANY_REQUESTS)
        .putHeader(HttpHeaders.RETRY_AFTER, SECOND)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(
            new JsonObject()
                .put("title", "Too Many Requests")
                .put("status", TOO_MANY_REQUESTS)
                .put("detail", "so many calls a second are not answered: come back in a second")
                .encode());
  }
}
