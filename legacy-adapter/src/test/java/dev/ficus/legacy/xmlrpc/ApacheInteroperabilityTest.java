package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.server.XmlRpcServerConfigImpl;
import org.apache.xmlrpc.webserver.WebServer;
import org.junit.jupiter.api.Test;

/**
 * We and Apache XML-RPC understand each other.
 *
 * <p>Of the extensions Apache knows only those in its own namespace. We read them; what we write,
 * {@code nil} and {@code i8} as everybody else has them, it does not read.
 */
class ApacheInteroperabilityTest {

  private static final String TEXT = " Öl & <b> ]]> \"quoted\" €\n\ttab ";
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 22, 1, 8, 32);
  private static final byte[] BYTES = {0, 1, 127, -128, -1};

  @Test
  void an_apache_client_gets_back_from_us_what_it_sent() throws Exception {
    Date date = Date.from(TIME.atZone(ZoneId.systemDefault()).toInstant());
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("sku", "A & B");
    struct.put("qty", 3);
    try (EchoServer server = new EchoServer()) {
      XmlRpcClient client = client(server.address());
      for (Object value :
          new Object[] {"", TEXT, Integer.MIN_VALUE, 42, -1234.5678, true, false, date, struct}) {
        assertEquals(value, client.execute("echo", new Object[] {value}));
      }
      assertArrayEquals(BYTES, (byte[]) client.execute("echo", new Object[] {BYTES}));
      assertArrayEquals(
          new Object[] {"a", 1, true},
          (Object[]) client.execute("echo", new Object[] {new Object[] {"a", 1, true}}));
    }
  }

  @Test
  void an_apache_client_s_extensions_are_read() throws Exception {
    try (EchoServer server = new EchoServer()) {
      XmlRpcClient client = client(server.address());
      assertEquals(42, client.execute("echo", new Object[] {42L}));
      assertEquals(42, client.execute("echo", new Object[] {(short) 42}));
      assertEquals(42, client.execute("echo", new Object[] {(byte) 42}));
      assertEquals(0.5, client.execute("echo", new Object[] {0.5f}));
      assertEquals("1.10", client.execute("echo", new Object[] {new BigDecimal("1.10")}));
    }
  }

  @Test
  void an_apache_client_sees_our_fault() throws Exception {
    try (EchoServer server = new EchoServer()) {
      XmlRpcClient client = client(server.address());
      org.apache.xmlrpc.XmlRpcException fault =
          assertThrows(
              org.apache.xmlrpc.XmlRpcException.class, () -> client.execute("fail", new Object[0]));
      assertEquals(EchoServer.FAULT.code(), fault.code);
      assertEquals(EchoServer.FAULT.message(), fault.getMessage());
    }
  }

  @Test
  void an_apache_server_sends_us_back_what_we_sent() throws Exception {
    withServer(
        client -> {
          for (Value value : values()) {
            assertEquals(new Answer.Result(value), client.call("echo", value));
          }
        });
  }

  @Test
  void an_apache_server_s_extensions_are_read() throws Exception {
    withServer(
        client -> {
          assertEquals(new Answer.Result(Value.NIL), client.call("nothing"));
          assertEquals(new Answer.Result(new Value.Int(Long.MAX_VALUE)), client.call("long"));
        });
  }

  @Test
  void an_apache_server_s_fault_is_a_fault() throws Exception {
    withServer(client -> assertEquals(EchoServer.FAULT, client.call("fail")));
  }

  private static List<Value> values() {
    return List.of(
        new Value.Text(""),
        new Value.Text(TEXT),
        new Value.Int(Integer.MIN_VALUE),
        new Value.Real(-1234.5678),
        new Value.Bool(true),
        new Value.Bool(false),
        new Value.DateTime(TIME, Optional.empty()),
        new Value.Binary(BYTES),
        new Value.Array(List.of(new Value.Array(List.of()), new Value.Text("a"))),
        new Value.Struct(Map.of("sku", new Value.Text("A & B"))),
        new Value.Struct(Map.of()));
  }

  private static XmlRpcClient client(URI server) throws Exception {
    XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
    config.setServerURL(server.toURL());
    config.setEnabledForExtensions(true);
    XmlRpcClient client = new XmlRpcClient();
    client.setConfig(config);
    return client;
  }

  private interface ApacheConversation {
    void with(EchoClient client) throws Exception;
  }

  private static void withServer(ApacheConversation conversation) throws Exception {
    WebServer server = new WebServer(0, InetAddress.getLoopbackAddress());
    XmlRpcServerConfigImpl config = (XmlRpcServerConfigImpl) server.getXmlRpcServer().getConfig();
    config.setEnabledForExtensions(true);
    server
        .getXmlRpcServer()
        .setHandlerMapping(
            method ->
                request ->
                    switch (method) {
                      case "echo" -> request.getParameter(0);
                      case "nothing" -> null;
                      case "long" -> Long.MAX_VALUE;
                      default ->
                          throw new org.apache.xmlrpc.XmlRpcException(
                              EchoServer.FAULT.code(), EchoServer.FAULT.message());
                    });
    server.start();
    try {
      conversation.with(
          new EchoClient(URI.create("http://127.0.0.1:" + server.getPort() + "/RPC2")));
    } finally {
      server.shutdown();
    }
  }
}
