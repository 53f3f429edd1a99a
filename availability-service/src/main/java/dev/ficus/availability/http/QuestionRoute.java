package dev.ficus.availability.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ficus.availability.Settings;
import dev.ficus.availability.view.View;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * When can I have N of these? It is what every page of a shop asks, so it takes the shortest way
 * there is: from the router, on the thread that reads the connection, to the views in memory and
 * back. It is documented in {@code META-INF/openapi.yaml}.
 */
@ApplicationScoped
class QuestionRoute {

  private static final String BEFORE_THE_SKU = "/availability/";
  private static final Set<String> NO_SKUS =
      Set.of("/availability", BEFORE_THE_SKU, BEFORE_THE_SKU + "changes");
  private static final CharSequence AS_OF = HttpHeaders.createOptimized("as-of");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");
  private static final CharSequence ALLOWED = HttpHeaders.createOptimized("GET, HEAD");

  private final ViewLookup answers;
  private final Duration cacheFor;
  private final ObjectMapper json;
  private final ObjectWriter answerWriter;

  QuestionRoute(ViewLookup answers, Settings settings, ObjectMapper json) {
    this.answers = answers;
    this.cacheFor = settings.cacheFor();
    this.json = json;
    this.answerWriter = json.writerFor(Answer.class);
  }

  void add(@Observes Router router) {
    router.route(BEFORE_THE_SKU + "*").handler(this::handle);
  }

  private void handle(RoutingContext call) {
    if (NO_SKUS.contains(call.normalizedPath())) {
      call.next();
      return;
    }
    // A cache must not give one origin the permission of another.
    call.response().putHeader(HttpHeaders.VARY, ORIGIN);
    try {
      HttpMethod method = call.request().method();
      if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
        call.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
        throw Problem.notAllowed(method.name());
      }
      answer(call);
    } catch (RuntimeException failure) {
      refuse(call, ProblemMapping.problem(failure));
    }
  }

  private void answer(RoutingContext call) {
    int wanted = Question.quantity(call.queryParam("qty"));
    AnswerContext moment = answers.moment(Question.destination(call.queryParam("to")));
    String sku = sku(call);
    View view = answers.view(sku, "sku").orElseThrow(() -> Problem.noProduct("sku", sku));
    Optional<Instant> staleSince = answers.staleSince(view);
    String tag = moment.tag(view, staleSince.isPresent());
    HttpServerResponse response =
        call.response()
            .putHeader(HttpHeaders.ETAG, tag)
            .putHeader(
                HttpHeaders.CACHE_CONTROL, moment.cacheControl(cacheFor, staleSince.isPresent()))
            .putHeader(AS_OF, answers.asOf(view).toString());
    if (EntityTags.name(call.request().headers().getAll(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.setStatusCode(Status.NOT_MODIFIED.getStatusCode()).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Answer answer = Answer.of(moment.availability(view.stock(), wanted), moment.to(), staleSince);
    end(call, written(answerWriter, answer));
  }

  private static String sku(RoutingContext call) {
    String encoded = call.normalizedPath().substring(BEFORE_THE_SKU.length());
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    try {
      // It reads forms, where a plus is a space; in a path a plus is a plus.
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      throw Problem.malformed("sku", "the SKU in the path must be percent-encoded UTF-8");
    }
  }

  private void refuse(RoutingContext call, Problem problem) {
    HttpServerResponse response =
        call.response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == Status.SERVICE_UNAVAILABLE.getStatusCode()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Problem.SOON_SECONDS);
    }
    end(call, written(json.writerFor(Problem.class), problem));
  }

  private static void end(RoutingContext call, byte[] body) {
    HttpServerResponse response = call.response();
    if (call.request().method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }

  private static byte[] written(ObjectWriter writer, Object body) {
    try {
      return writer.writeValueAsBytes(body);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }
}
