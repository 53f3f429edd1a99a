package dev.ficus.legacy.xmlrpc;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Our codec as a client. */
final class EchoClient {

  private final URI server;

  EchoClient(URI server) {
    this.server = server;
  }

  Answer call(String method, Value... parameters) throws IOException, InterruptedException {
    try (InputStream in = send(new Call(method, List.of(parameters)))) {
      return new XmlRpcReader(Limits.DEFAULT).readAnswer(in);
    }
  }

  /** The elements of an answer that is a list. */
  List<Value> list(String method, Value... parameters) throws IOException, InterruptedException {
    List<Value> elements = new ArrayList<>();
    try (InputStream in = send(new Call(method, List.of(parameters)))) {
      new XmlRpcReader(Limits.DEFAULT).readList(in, elements::add);
    }
    return elements;
  }

  private InputStream send(Call call) throws IOException, InterruptedException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeCall(xml, call);
    HttpRequest request =
        HttpRequest.newBuilder(server)
            .timeout(CLOCK_LIMIT)
            .header("Content-Type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofByteArray(xml.toByteArray()))
            .build();
    // One for each call: it would keep connections that a server of HTTP/1.0 closes.
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }
}
