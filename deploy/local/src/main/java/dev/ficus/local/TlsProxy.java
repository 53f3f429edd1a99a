package dev.ficus.local;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS in front of a server that has none, with a certificate that a test may change. */
public final class TlsProxy implements AutoCloseable {

  private static final int POSTGRESQL_ASKS_FOR_TLS = 80_877_103;
  private static final int CONNECTING_MILLIS = 5_000;

  private final InetSocketAddress target;
  private final Protocol protocol;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
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
    start(this::accept);
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
    sockets.forEach(TlsProxy::closeQuietly);
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
    sockets.forEach(TlsProxy::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        start(() -> serve(client));
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
      forget(client);
      return;
    }
    if (mine == shown) {
      accepted.incrementAndGet();
    }
    Socket server = new Socket();
    sockets.add(server);
    try {
      server.connect(target, CONNECTING_MILLIS);
      server.getOutputStream().write(first);
      start(() -> copy(secured, server));
      start(() -> copy(server, secured));
    } catch (IOException away) {
      forget(client);
      forget(server);
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

  private void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException cut) {
      // Both ends are closed either way.
      return;
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is gone, as wanted.
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tls-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
