package dev.ficus.legacy.serving;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.XmlRpcException;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * The address at which the shop used to reach the monolith. Every XML-RPC answer, fault or not, is
 * HTTP 200, as the protocol has it.
 */
@Path("/{address: .+}")
public class XmlRpcEndpoint {

  private static final Logger LOG = Logger.getLogger(XmlRpcEndpoint.class);
  private static final String XML = "text/xml;charset=UTF-8";

  private final Feeds feeds;
  private final Methods methods;
  private final Correlation correlation;
  private final MeterRegistry meters;
  private final XmlRpcReader reader;
  private final long mostBytes;

  XmlRpcEndpoint(
      Feeds feeds,
      Methods methods,
      Correlation correlation,
      LegacySettings settings,
      MeterRegistry meters) {
    this.feeds = feeds;
    this.methods = methods;
    this.correlation = correlation;
    this.meters = meters;
    LegacySettings.Xml xml = settings.xml();
    this.mostBytes = xml.maxBytes();
    this.reader =
        new XmlRpcReader(
            new Limits(
                xml.maxBytes(), xml.maxDepth(), xml.maxValues(), xml.maxText(), xml.maxTime()));
  }

  /** Answers an XML-RPC call at the path of a configured feed. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(XML)
  @Operation(summary = "XML-RPC calls of the old shop, at the configured paths")
  public Response call(
      @PathParam("address") String address,
      @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding,
      InputStream body)
      throws IOException {
    Optional<Feeds.Feed> feed = feeds.at(address);
    if (feed.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    Answer answer = answer(feed.get(), encoding, body);
    if (answer instanceof Answer.Fault fault) {
      meters.counter("ficus.legacy.faults", "code", Integer.toString(fault.code())).increment();
    }
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(xml, answer);
    return Response.ok(xml.toByteArray()).build();
  }

  /** XML-RPC is POST alone. */
  @GET
  @Operation(hidden = true)
  public Response get(@PathParam("address") String address) {
    return feeds.at(address).isPresent()
        ? Response.status(Response.Status.METHOD_NOT_ALLOWED).header("Allow", "POST").build()
        : Response.status(Response.Status.NOT_FOUND).build();
  }

  private Answer answer(Feeds.Feed feed, String encoding, InputStream body) throws IOException {
    try (Recording recording = new Recording(decoded(encoding, body), mostBytes)) {
      Call call = reader.readCall(recording);
      Arrival arrival = new Arrival(feed.name(), correlation.id(), recording.bytes());
      return methods.answer(call, feed, arrival);
    } catch (XmlRpcException e) {
      LOG.infof("A call was refused: %s", e.refusal());
      return e.fault();
    } catch (ZipException e) {
      LOG.infof("A call was refused: %s", e.getMessage());
      return XmlRpcException.Refusal.NOT_WELL_FORMED.fault();
    }
  }

  private static InputStream decoded(String encoding, InputStream body) throws IOException {
    return "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(body) : body;
  }
}
