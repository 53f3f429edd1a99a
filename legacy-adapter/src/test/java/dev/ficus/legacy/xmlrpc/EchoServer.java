package dev.ficus.legacy.xmlrpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Our codec as a server: {@code echo} gives back its parameter, {@code fail} a fault. */
final class EchoServer implements AutoCloseable {

  static final Answer.Fault FAULT = new Answer.Fault(7, "No such order: Öl & <5>");

  private final HttpServer server;

  EchoServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/RPC2");
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = new XmlRpcReader(Limits.DEFAULT).readCall(exchange.getRequestBody());
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      XmlRpcWriter.writeAnswer(xml, answer(call));
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, xml.size());
      xml.writeTo(exchange.getResponseBody());
    }
  }

  private static Answer answer(Call call) {
    return call.method().equals("echo") ? new Answer.Result(call.parameter(0)) : FAULT;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
