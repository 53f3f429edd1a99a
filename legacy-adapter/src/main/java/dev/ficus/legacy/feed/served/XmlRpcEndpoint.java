package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.RequestHead;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.Upstream;
import dev.ficus.legacy.feed.captured.Captures;
import dev.ficus.legacy.feed.methods.AnsweredBy;
import dev.ficus.legacy.http.Correlation;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.ContentCharset;
import dev.ficus.legacy.xmlrpc.ContentCoding;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * The XML-RPC endpoint, at the addresses at which the shop used to reach the monolith, and the
 * monolith the shop. Every XML-RPC answer of ours, fault or not, is HTTP 200, as the protocol has
 * it.
 */
@Path("/{address: .+}")
public class XmlRpcEndpoint {

  private static final Logger LOG = Logger.getLogger(XmlRpcEndpoint.class);
  private static final String XML = "text/xml;charset=UTF-8";
  private static final int SHOWN = 100;

  private final CurrentVertxRequest current;
  private final Methods methods;
  private final OrderForwarding forwarding;
  private final StockCalls stock;
  private final MonolithsPull pull;
  private final MonolithsNews news;
  private final CallLog log;
  private final Captures captures;
  private final Correlation correlation;
  private final CallMeters meters;
  private final XmlRpcReader reader;
  private final long mostBytes;

  XmlRpcEndpoint(
      CurrentVertxRequest current,
      Methods methods,
      OrderForwarding forwarding,
      StockCalls stock,
      MonolithsPull pull,
      MonolithsNews news,
      CallLog log,
      Captures captures,
      Correlation correlation,
      Shops shops,
      CallMeters meters) {
    this.current = current;
    this.methods = methods;
    this.forwarding = forwarding;
    this.stock = stock;
    this.pull = pull;
    this.news = news;
    this.log = log;
    this.captures = captures;
    this.correlation = correlation;
    this.meters = meters;
    this.mostBytes = shops.limits().bytes();
    this.reader = new XmlRpcReader(shops.limits());
  }

  /** Answers an XML-RPC call at the path of a configured feed. */
  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  @Produces(XML)
  @Operation(summary = "XML-RPC calls of the old shop, at the configured paths")
  public Response call(@PathParam("address") String address, InputStream body) throws IOException {
    Optional<Entrance.FeedRequest> called = Entrance.called(current.getCurrent());
    if (called.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    ServedFeeds.ServedFeed feed = called.get().feed();
    RequestHead head = called.get().head();
    List<String> encodings = head.headers().getOrDefault("Content-Encoding", List.of());
    Optional<ContentCoding> coding = ContentCoding.of(encodings);
    if (coding.isEmpty()) {
      return unsupported(encodings);
    }
    try (Recording recording = new Recording(body, mostBytes)) {
      Optional<String> charset =
          ContentCharset.of(head.headers().getOrDefault(HttpHeaders.CONTENT_TYPE, List.of()));
      Call call = reader.readCall(coding.get().unpacked(recording), charset);
      byte[] received = recording.bytes();
      Supplier<byte[]> document =
          () -> reader.withoutHeader(unpacked(received, coding.get()), charset);
      captures.called(feed.name(), feed.dialect(), call, document);
      ServedCall served =
          new ServedCall(
              new ServedDocument(call, () -> unpacked(received, coding.get()), charset, reader),
              feed,
              new Arrival(feed.name(), correlation.id(), document),
              passedOn(feed, head));
      Optional<Upstream> upstream = feed.upstream();
      if (upstream.isPresent() && methods.order(served).isPresent()) {
        return order(served, upstream.get(), received);
      }
      if (upstream.isEmpty() || methods.areMeant(served)) {
        return upstream
            .flatMap(any -> methods.allForwarded(served))
            .map(orders -> forwardOrders(served, orders, upstream.get(), received))
            .orElseGet(() -> answer(methods.answer(served)));
      }
      return passOn(served, upstream.get(), received);
    } catch (XmlRpcException e) {
      LOG.infof("A call was refused: %s, %s", e.refusal(), e.getMessage());
      return answer(e.fault());
    } catch (ZipException | EOFException e) {
      // Compressed wrongly, or cut off.
      LOG.infof("A call was refused: %s", e);
      return answer(XmlRpcException.DocumentRefusal.NOT_WELL_FORMED.fault());
    }
  }

  private static Response unsupported(List<String> encodings) {
    String named = String.join(", ", encodings);
    String shown = named.length() > SHOWN ? named.substring(0, SHOWN) + " …" : named;
    Response refused =
        Problem.of(
            Response.Status.UNSUPPORTED_MEDIA_TYPE,
            "Content-Encoding " + shown + " is not read",
            "Content-Encoding");
    return Response.fromResponse(refused).header("Accept-Encoding", ContentCoding.NAMES).build();
  }

  /** So that there is something at every address that is not found. */
  @GET
  @PermitAll
  @Operation(hidden = true)
  public Response get(@PathParam("address") String address) {
    return Response.status(Response.Status.NOT_FOUND).build();
  }

  private Response answer(Answer answer) {
    if (answer instanceof Answer.Fault fault) {
      meters.answered(fault);
    }
    return Response.ok(written(answer), XML).build();
  }

  private static byte[] written(Answer answer) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return xml.toByteArray();
  }

  /** An order is answered by us, or by the monolith as it answers. */
  private Response order(ServedCall call, Upstream upstream, byte[] received) {
    OrderReply reply = methods.reply(call);
    return reply
        .ours()
        .map(this::answer)
        .orElseGet(() -> forwardOrder(call, reply, upstream, received));
  }

  private Response forwardOrder(
      ServedCall call, OrderReply reply, Upstream upstream, byte[] received) {
    return forward(
        call, List.of(reply), upstream, received, answered -> forwarding.body(reply, answered));
  }

  /** Several calls in one of which none is for us; what they report of stock is taken in. */
  private Response forwardOrders(
      ServedCall call, SortedMap<Integer, OrderReply> orders, Upstream upstream, byte[] received) {
    return stock.passOn(
        call,
        fault -> {
          forwarding.noteNotSent(orders.values());
          return notPassedOn(call, fault);
        },
        () ->
            forward(
                call,
                orders.values(),
                upstream,
                received,
                answered -> forwarding.body(call, orders, answered)));
  }

  private Response forward(
      ServedCall call,
      Collection<OrderReply> orders,
      Upstream upstream,
      byte[] received,
      AnswerBody body) {
    List<DocumentEdit> edits = orders.stream().flatMap(each -> each.edits().stream()).toList();
    try {
      Upstream.Answered answered =
          edits.isEmpty()
              ? upstream.forward(call.head(), received)
              : upstream.forward(call.head().ofAnotherBody(), call.document().with(edits));
      return passedOn(
          call,
          answered,
          body.of(answered),
          edits.isEmpty() ? AnsweredBy.UPSTREAM : AnsweredBy.BOTH);
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream, e);
      forwarding.noteNone(orders, e.toString());
      return notPassedOn(call, Answers.NO_UPSTREAM);
    } catch (RuntimeException e) {
      return notPassedOn(call, Answers.notAccepted(e));
    }
  }

  /** Reads the body of an answer. */
  private interface AnswerBody {
    InputStream of(Upstream.Answered answered) throws IOException;
  }

  private Response passOn(ServedCall call, Upstream upstream, byte[] received) {
    MonolithsNews.NewsEdits edits;
    try {
      edits = news.in(call);
    } catch (RuntimeException e) {
      return notPassedOn(call, Answers.notAccepted(e));
    }
    return stock.passOnLeft(
        call,
        fault -> notPassedOn(call, fault),
        left -> passOn(call, left.with(edits.edits(), edits.kept()), upstream, received));
  }

  private Response passOn(ServedCall call, StockLeft left, Upstream upstream, byte[] received) {
    if (left.isAll()) {
      return forward(call, upstream, received);
    }
    if (left.isNothing()) {
      log.answeredWhole(call, AnsweredBy.US);
      return answer(left.ours());
    }
    try {
      Upstream.Answered answered =
          upstream.forward(call.head().ofAnotherBody(), call.document().with(left.edits()));
      return left.lacksCalls()
          ? completed(call, left, upstream, answered)
          : passedOnOrShown(call, upstream, answered, AnsweredBy.UPSTREAM);
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream, e);
      return notPassedOn(call, Answers.NO_UPSTREAM);
    }
  }

  /** What the shop answers, with our answers among it; as it comes where it cannot be read. */
  private Response completed(
      ServedCall call, StockLeft left, Upstream upstream, Upstream.Answered answered)
      throws IOException {
    byte[] body;
    try (InputStream whole = answered.body()) {
      body = whole.readAllBytes();
    }
    Optional<Answer> read = forwarding.read(answered, body);
    if (read.isEmpty() || read.get() instanceof Answer.Fault) {
      return passedOn(call, answered, new ByteArrayInputStream(body), AnsweredBy.UPSTREAM);
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answered.headers());
    headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
    headers.put(HttpHeaders.CONTENT_TYPE, List.of(XML));
    return passedOnOrShown(
        call,
        upstream,
        new Upstream.Answered(
            answered.status(),
            headers,
            new ByteArrayInputStream(written(left.completed(read.get())))),
        AnsweredBy.BOTH);
  }

  private Response passedOnOrShown(
      ServedCall call, Upstream upstream, Upstream.Answered answered, AnsweredBy by) {
    return pull.isMeant(call)
        ? shown(call, upstream, answered)
        : passedOn(call, answered, answered.body(), by);
  }

  private Response notPassedOn(ServedCall call, Answer fault) {
    log.answeredWhole(call, AnsweredBy.FAULT);
    return answer(fault);
  }

  /** What it answers, as it comes, whatever it is. */
  private Response forward(ServedCall call, Upstream upstream, byte[] received) {
    Upstream.Answered answered;
    try {
      answered = upstream.forward(call.head(), received);
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream, e);
      return notPassedOn(call, Answers.NO_UPSTREAM);
    }
    return passedOnOrShown(call, upstream, answered, AnsweredBy.UPSTREAM);
  }

  /** What it answers about orders that the monolith asks for, without what of them is ours. */
  private Response shown(ServedCall call, Upstream upstream, Upstream.Answered answered) {
    MonolithsPull.ShownAnswer shown;
    try {
      shown = pull.shown(call, answered);
    } catch (IOException e) {
      LOG.warnf("No answer from %s that can be shown: %s", upstream, e);
      return notPassedOn(call, Answers.NO_UPSTREAM);
    } catch (RuntimeException e) {
      return notPassedOn(call, Answers.notAccepted(e));
    }
    if (shown.ours().isPresent()) {
      log.answeredWhole(call, AnsweredBy.US);
      return answer(shown.ours().get());
    }
    return shown
        .edited()
        .map(body -> answered.with(body))
        .map(each -> passedOn(call, each, each.body(), AnsweredBy.BOTH))
        .orElseGet(
            () ->
                passedOn(
                    call, answered, new ByteArrayInputStream(shown.body()), AnsweredBy.UPSTREAM));
  }

  private Response passedOn(
      ServedCall call, Upstream.Answered answered, InputStream body, AnsweredBy by) {
    log.answeredWhole(call, by);
    meters.forwarded();
    Response.ResponseBuilder response = Response.status(answered.status()).entity(body);
    answered
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    return response.build();
  }

  /** The sender's password is for us, where we ask for one. */
  private static RequestHead passedOn(ServedFeeds.ServedFeed feed, RequestHead head) {
    if (feed.users().areEverybody()) {
      return head;
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(head.headers());
    headers.remove(HttpHeaders.AUTHORIZATION);
    return new RequestHead(head.beyond(), head.query(), headers);
  }

  private static byte[] unpacked(byte[] received, ContentCoding coding) {
    if (coding == ContentCoding.IDENTITY) {
      return received;
    }
    // It has been read before, and was within the limit.
    try (InputStream unpacked = coding.unpacked(new ByteArrayInputStream(received))) {
      return unpacked.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
