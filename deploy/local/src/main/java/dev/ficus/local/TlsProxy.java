package dev.ficus.local;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS in front of a server that has none, with a certificate that a test may change. */
public final class TlsProxy implements AutoCloseable {

  private static final int POSTGRESQL_ASKS_FOR_TLS = 80_877_103;

  private final InetSocketAddress target;
  private final Protocol protocol;
  private final ServerSocket listener;
  private final ProxiedSockets sockets = new ProxiedSockets("tls-proxy");
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile SSLContext shown;

  /** How a client comes to TLS. */
  public enum Protocol {
    /** It begins with it. */
    AT_ONCE,
    /** It asks for it before, as PostgreSQL has it. */
    POSTGRESQL
  }

  /** Begins to listen, in front of that server. */
  public TlsProxy(String host, int port, Protocol protocol, SSLContext shown) throws IOException {
    this.target = new InetSocketAddress(host, port);
    this.protocol = protocol;
    this.shown = shown;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    sockets.start(this::accept);
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection, and shows this certificate to those that follow. */
  public void shows(SSLContext another) {
    shown = another;
    accepted.set(0);
    refused.set(0);
    sockets.cut();
  }

  /** How many clients have said something to whoever shows the certificate that it shows now. */
  public int accepted() {
    return accepted.get();
  }

  /** How many have not. */
  public int refused() {
    return refused.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sockets.cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        sockets.start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    SSLContext mine = shown;
    SSLSocket secured;
    int first;
    try {
      secured = secured(client, mine);
      // Who looks at the name after the handshake ends here.
      first = secured.getInputStream().read();
      if (first < 0) {
        throw new EOFException("the client has said nothing");
      }
    } catch (IOException notTrusted) {
      if (mine == shown) {
        refused.incrementAndGet();
      }
      sockets.forget(client);
      return;
    }
    if (mine == shown) {
      accepted.incrementAndGet();
    }
    Socket server = null;
    try {
      server = sockets.connected(target);
      server.getOutputStream().write(first);
      sockets.join(secured, server);
    } catch (IOException away) {
      sockets.forget(client);
      if (server != null) {
        sockets.forget(server);
      }
    }
  }

  private SSLSocket secured(Socket client, SSLContext context) throws IOException {
    if (protocol == Protocol.POSTGRESQL) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readInt();
      if (in.readInt() != POSTGRESQL_ASKS_FOR_TLS) {
        throw new IOException("it did not ask for TLS");
      }
      client.getOutputStream().write('S');
    }
    SSLSocket secured =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    client, client.getInetAddress().getHostName(), client.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }
}
