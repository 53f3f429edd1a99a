package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.RequestHead;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.xmlrpc.ContentCoding;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The filter of the headers of every request, before the framework reads them. XML-RPC knows no
 * negotiation: a call is answered whatever its headers are. Elsewhere a header that is none counts
 * as not sent.
 */
@ApplicationScoped
class Entrance {

  private static final String CALLED = "ficus.called";
  private static final int FIRST = 1000;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final String TYPE =
      TOKEN + "/" + TOKEN + "(\\s*;\\s*(" + TOKEN + "=(" + TOKEN + "|\"[^\"]*\"))?)*+";
  private static final Pattern CONTENT_TYPE = Pattern.compile("\\s*" + TYPE + "\\s*");
  private static final Pattern ACCEPT =
      Pattern.compile("\\s*" + TYPE + "\\s*(,\\s*(" + TYPE + ")?\\s*)*+");
  private static final Pattern WRONG_QUALITY =
      Pattern.compile("(?i);\\s*q=(?!(0(\\.\\d{0,3})?|1(\\.0{0,3})?)\\s*([;,]|$))");
  private static final int LONGEST = 1000;

  private final ServedFeeds feeds;

  Entrance(ServedFeeds feeds) {
    this.feeds = feeds;
  }

  /** A call at the path of a feed, its headers as they came. */
  record FeedRequest(ServedFeeds.ServedFeed feed, RequestHead head) {}

  /** The call that this request is; empty when it is at no feed's path. */
  static Optional<FeedRequest> called(RoutingContext request) {
    return Optional.ofNullable(request.get(CALLED));
  }

  void register(@Observes Filters filters) {
    filters.register(this::look, FIRST);
  }

  private void look(RoutingContext context) {
    MultiMap headers = context.request().headers();
    Optional<ServedFeeds.FeedPath> called =
        Optional.ofNullable(context.request().path()).flatMap(feeds::at);
    if (called.isPresent()) {
      if (context.request().method() != HttpMethod.POST) {
        refuse(context, METHOD_NOT_ALLOWED, "Allow", "POST", "XML-RPC is POST alone");
        return;
      }
      context.put(
          CALLED, new FeedRequest(called.get().feed(), head(context, called.get().beyond())));
      headers.set("Accept", "text/xml").set("Content-Type", "text/xml");
      context.next();
      return;
    }
    List<String> encodings = headers.getAll("Content-Encoding");
    if (ContentCoding.of(encodings).filter(ContentCoding.IDENTITY::equals).isEmpty()) {
      refuse(
          context,
          UNSUPPORTED_MEDIA_TYPE,
          "Accept-Encoding",
          "identity",
          "Content-Encoding is not read here: send it as it is");
      return;
    }
    tidy(headers, "Content-Type", CONTENT_TYPE);
    tidy(headers, "Accept", ACCEPT);
    context.next();
  }

  private static RequestHead head(RoutingContext context, String beyond) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> each : context.request().headers()) {
      headers.computeIfAbsent(each.getKey(), any -> new ArrayList<>()).add(each.getValue());
    }
    return new RequestHead(beyond, Optional.ofNullable(context.request().query()), headers);
  }

  /** The framework fails on what is no media type. */
  private static void tidy(MultiMap headers, String name, Pattern right) {
    List<String> values = headers.getAll(name);
    String all = String.join(", ", values);
    if (!values.isEmpty()
        && (all.length() > LONGEST
            || !right.matcher(all).matches()
            || WRONG_QUALITY.matcher(all).find())) {
      headers.remove(name);
    }
  }

  private static void refuse(
      RoutingContext context, int status, String header, String value, String detail) {
    String title = status == METHOD_NOT_ALLOWED ? "Method Not Allowed" : "Unsupported Media Type";
    context
        .response()
        .setStatusCode(status)
        .putHeader(header, value)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("field", status == METHOD_NOT_ALLOWED ? null : "Content-Encoding")
                .encode());
  }
}
