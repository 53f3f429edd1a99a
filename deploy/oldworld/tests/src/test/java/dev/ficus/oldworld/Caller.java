package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Fault;
import dev.ficus.oldworld.wire.XmlRpc.Success;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Calls a program of the old world as others do: over HTTP. */
public final class Caller {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  public Caller(int port) {
    address = URI.create("http://127.0.0.1:%d/".formatted(port));
  }

  public Answer answer(String method, Object... parameters)
      throws IOException, InterruptedException, XMLStreamException {
    return XmlRpc.readAnswer(post(XmlRpc.call(method, parameters)).body());
  }

  public Object value(String method, Object... parameters) throws Exception {
    return ((Success) answer(method, parameters)).value();
  }

  public int fault(String method, Object... parameters) throws Exception {
    return ((Fault) answer(method, parameters)).code();
  }

  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> rows(String method, Object... parameters) throws Exception {
    return (List<Map<String, Object>>) value(method, parameters);
  }

  public HttpResponse<byte[]> post(byte[] document, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve("api/xmlrpc"))
            .header("Content-Type", "text/xml")
            .POST(BodyPublishers.ofByteArray(document));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** The body of an answer of the control interface. */
  public String control(String method, String path) throws IOException, InterruptedException {
    return controlled(method, path).body();
  }

  /** What the control interface shows, byte for byte. */
  public byte[] bytes(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("control/" + path)).build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }

  public HttpResponse<String> controlled(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("control/" + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** The rows of a table of the control interface. */
  public List<CSVRecord> table(String method, String path)
      throws IOException, InterruptedException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(control(method, path)))
        .getRecords();
  }
}
