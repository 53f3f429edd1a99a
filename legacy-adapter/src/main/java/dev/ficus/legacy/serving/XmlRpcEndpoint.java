package dev.ficus.legacy.serving;

import dev.ficus.legacy.capturing.Captures;
import dev.ficus.legacy.forwarding.Upstream;
import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.shop.Shops;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * The address at which the shop used to reach the monolith, and that at which the monolith reached
 * the shop. Every XML-RPC answer of ours, fault or not, is HTTP 200, as the protocol has it.
 */
@Path("/{address: .+}")
public class XmlRpcEndpoint {

  private static final Logger LOG = Logger.getLogger(XmlRpcEndpoint.class);
  private static final String XML = "text/xml;charset=UTF-8";
  private static final String CHALLENGE = "Basic realm=\"XML-RPC\", charset=\"UTF-8\"";

  private final Feeds feeds;
  private final Methods methods;
  private final Captures captures;
  private final Correlation correlation;
  private final MeterRegistry meters;
  private final XmlRpcReader reader;
  private final long mostBytes;

  XmlRpcEndpoint(
      Feeds feeds,
      Methods methods,
      Captures captures,
      Correlation correlation,
      Shops shops,
      MeterRegistry meters) {
    this.feeds = feeds;
    this.methods = methods;
    this.captures = captures;
    this.correlation = correlation;
    this.meters = meters;
    this.mostBytes = shops.limits().bytes();
    this.reader = new XmlRpcReader(shops.limits());
  }

  /** Answers an XML-RPC call at the path of a configured feed. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(XML)
  @Operation(summary = "XML-RPC calls of the old shop, at the configured paths")
  public Response call(
      @PathParam("address") String address, @Context HttpHeaders headers, InputStream body)
      throws IOException {
    Optional<Feeds.Feed> feed = feeds.at(address);
    if (feed.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    if (!feed.get().users().include(headers.getHeaderString(HttpHeaders.AUTHORIZATION))) {
      return Response.status(Response.Status.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
          .build();
    }
    boolean zipped = "gzip".equalsIgnoreCase(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
    try (Recording recording = new Recording(body, mostBytes)) {
      Call call = reader.readCall(zipped ? new GZIPInputStream(recording) : recording);
      byte[] received = recording.bytes();
      captures.called(
          feed.get().name(), feed.get().dialect(), call, () -> unzipped(received, zipped));
      Methods.Request request =
          new Methods.Request(
              call,
              feed.get(),
              new Arrival(feed.get().name(), correlation.id(), () -> unzipped(received, zipped)),
              passedOn(feed.get(), headers));
      Optional<Upstream> upstream = feed.get().upstream();
      return upstream.isEmpty() || methods.areMeant(request)
          ? answer(methods.answer(request))
          : methods.passOn(
              request, this::answer, () -> forward(upstream.get(), request.headers(), received));
    } catch (XmlRpcException e) {
      LOG.infof("A call was refused: %s", e.refusal());
      return answer(e.fault());
    } catch (ZipException | EOFException e) {
      // Compressed wrongly, or cut off.
      LOG.infof("A call was refused: %s", e);
      return answer(XmlRpcException.Refusal.NOT_WELL_FORMED.fault());
    }
  }

  /** XML-RPC is POST alone. */
  @GET
  @Operation(hidden = true)
  public Response get(@PathParam("address") String address) {
    return feeds.at(address).isPresent()
        ? Response.status(Response.Status.METHOD_NOT_ALLOWED).header("Allow", "POST").build()
        : Response.status(Response.Status.NOT_FOUND).build();
  }

  private Response answer(Answer answer) {
    if (answer instanceof Answer.Fault fault) {
      meters.counter("ficus.legacy.faults", "code", Integer.toString(fault.code())).increment();
    }
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.ok(xml.toByteArray(), XML).build();
  }

  /** What it answers, as it comes, whatever it is. */
  private Response forward(Upstream upstream, Map<String, List<String>> headers, byte[] call) {
    Upstream.Answered answered;
    try {
      answered = upstream.forward(headers, call);
    } catch (IOException e) {
      LOG.warnf("No answer from %s: %s", upstream, e);
      return answer(Methods.NO_UPSTREAM);
    }
    meters.counter("ficus.legacy.forwarded").increment();
    Response.ResponseBuilder response = Response.status(answered.status()).entity(answered.body());
    answered
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    return response.build();
  }

  /** The sender's password is for us, where we ask for one. */
  private static Map<String, List<String>> passedOn(Feeds.Feed feed, HttpHeaders headers) {
    Map<String, List<String>> passedOn = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    passedOn.putAll(headers.getRequestHeaders());
    if (!feed.users().areEverybody()) {
      passedOn.remove(HttpHeaders.AUTHORIZATION);
    }
    return passedOn;
  }

  private static byte[] unzipped(byte[] received, boolean zipped) {
    if (!zipped) {
      return received;
    }
    // It has been read before, and was within the limit.
    try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(received))) {
      return unzipped.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
