package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.RequestHead;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.http.BodyLimits;
import dev.ficus.legacy.senders.Credentials;
import dev.ficus.legacy.senders.Senders;
import dev.ficus.legacy.xmlrpc.ContentCoding;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The filter of the headers of every request, before the framework reads them. XML-RPC knows no
 * negotiation: a call is answered whatever its headers are, if its sender may call; nothing of its
 * body is read before that is known. Elsewhere a header that is none counts as not sent.
 */
@ApplicationScoped
class Entrance {

  private static final String CALLED = "ficus.called";
  private static final int FIRST = 1000;
  private static final String CHALLENGE = "Basic realm=\"XML-RPC\", charset=\"UTF-8\"";

  /** What of a refused body is read to keep the connection; one that is longer ends with it. */
  private static final long SMALL_BODY = 1 << 20;

  /** How long more of a refused body is waited for, which is thrown away. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final Duration LONGEST_LINGER = Duration.ofSeconds(10);

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
  private final Senders senders;

  Entrance(ServedFeeds feeds, Senders senders) {
    this.feeds = feeds;
    this.senders = senders;
    feeds.all().forEach(feed -> senders.expect(feed.name(), feed.users()));
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
      if (context.request().method() == HttpMethod.POST) {
        admit(context, called.get());
      } else {
        refuse(context, Refusal.METHOD_NOT_ALLOWED, "Allow", "POST");
      }
      return;
    }
    List<String> encodings = headers.getAll("Content-Encoding");
    if (ContentCoding.of(encodings).filter(ContentCoding.IDENTITY::equals).isEmpty()) {
      refuse(context, Refusal.ENCODED, "Accept-Encoding", "identity");
      return;
    }
    if (!BodyLimits.allow(context)) {
      closeAfterLongBody(context);
      refuse(context, Refusal.TOO_LONG, "Connection", "close");
      return;
    }
    tidy(headers, "Content-Type", CONTENT_TYPE);
    tidy(headers, "Accept", ACCEPT);
    context.next();
  }

  /** Goes on with a call when its sender is known to be one that may call. */
  private void admit(RoutingContext context, ServedFeeds.FeedPath path) {
    ServedFeeds.ServedFeed feed = path.feed();
    CompletableFuture<Senders.Admission> admission =
        senders
            .admission(
                feed.name(),
                feed.users(),
                Credentials.of(context.request().getHeader("Authorization")),
                source(context.request().remoteAddress()))
            .toCompletableFuture();
    if (admission.isDone()) {
      decided(context, path, admission.join());
      return;
    }
    context.request().pause();
    Context thread = Vertx.currentContext();
    admission.whenComplete(
        (decided, failure) ->
            thread.runOnContext(
                any -> {
                  context.request().resume();
                  if (failure == null) {
                    decided(context, path, decided);
                  } else {
                    context.fail(failure);
                  }
                }));
  }

  private static void decided(
      RoutingContext context, ServedFeeds.FeedPath path, Senders.Admission admission) {
    switch (admission) {
      case GRANTED -> {
        context.put(CALLED, new FeedRequest(path.feed(), head(context, path.beyond())));
        context.request().headers().set("Accept", "text/xml").set("Content-Type", "text/xml");
        context.next();
      }
      case REFUSED -> {
        closeAfterLongBody(context);
        refuse(context, Refusal.UNAUTHORIZED, "WWW-Authenticate", CHALLENGE);
      }
      case POSTPONED -> {
        closeAfterLongBody(context);
        refuse(context, Refusal.TOO_MANY, "Retry-After", Long.toString(Senders.LATER.toSeconds()));
      }
    }
  }

  /**
   * Takes no other call on this connection, and ends it when the rest of the body has come: ended
   * at once, the sender's system could throw the answer away unread (RFC 9112, section 9.6). The
   * server itself would wait for the rest without a limit.
   */
  private static void closeAfterLongBody(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader("Content-Length");
    boolean small =
        length != null && length.matches("\\d{1,9}") && Long.parseLong(length) <= SMALL_BODY;
    if (small || request.version() == HttpVersion.HTTP_2) {
      return;
    }
    context.response().putHeader("Connection", "close");
    context.addEndHandler(
        any -> {
          Vertx vertx = context.vertx();
          HttpConnection connection = request.connection();
          AtomicBoolean moreCame = new AtomicBoolean();
          request.handler(part -> moreCame.set(true));
          long last = System.nanoTime() + LONGEST_LINGER.toNanos();
          long timer =
              vertx.setPeriodic(
                  LINGER.toMillis(),
                  now -> {
                    if (!moreCame.getAndSet(false) || System.nanoTime() - last > 0) {
                      connection.close();
                    }
                  });
          request
              .end()
              .onComplete(
                  ended -> {
                    vertx.cancelTimer(timer);
                    connection.close();
                  });
        });
  }

  private static String source(SocketAddress address) {
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
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

  private enum Refusal {
    UNAUTHORIZED(401, "Unauthorized", "Only senders that are named may call here, by HTTP Basic"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "XML-RPC is POST alone"),
    TOO_LONG(413, "Request Entity Too Large", "The body is longer than it may be here"),
    ENCODED(
        415,
        "Unsupported Media Type",
        "Content-Encoding is not read here: send it as it is",
        "Content-Encoding"),
    TOO_MANY(429, "Too Many Requests", "Passwords of too many calls are being compared");

    private final int status;
    private final JsonObject problem;

    Refusal(int status, String title, String detail) {
      this(status, title, detail, null);
    }

    Refusal(int status, String title, String detail, String field) {
      this.status = status;
      this.problem =
          new JsonObject()
              .put("title", title)
              .put("status", status)
              .put("detail", detail)
              .put("field", field);
    }
  }

  private static void refuse(RoutingContext context, Refusal refusal, String header, String value) {
    context
        .response()
        .setStatusCode(refusal.status)
        .putHeader(header, value)
        .putHeader("Content-Type", "application/problem+json")
        .end(refusal.problem.encode());
  }
}
