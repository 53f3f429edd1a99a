package dev.ficus.legacy.wires;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.ficus.local.Background;
import dev.ficus.local.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.UnrecoverableKeyException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Certificates from files, between a client with them and a real listener. */
@Execution(CONCURRENT)
class FileCertificatesTest {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  @Test
  void others_are_who_their_certificate_says_and_files_that_change_are_read_anew()
      throws Exception {
    TestCertificates first = new TestCertificates(folder, "first").with("localhost").with("other");
    TestCertificates second = new TestCertificates(folder, "second").with("localhost");
    Path trusted = first.authorityInto(folder.resolve("trusted.pem"));
    SSLContext context =
        WiresAtStart.context(
            new WireSettings(Optional.of(trusted), Optional.empty(), Optional.empty()));

    assertEquals(200, asked(context, first.server("localhost"), false));
    assertThrows(IOException.class, () -> asked(context, first.server("other"), false));
    assertThrows(IOException.class, () -> asked(context, second.server("localhost"), false));

    second.authorityInto(trusted);
    assertEquals(200, asked(context, second.server("localhost"), false));
    assertThrows(IOException.class, () -> asked(context, first.server("localhost"), false));

    // What cannot be read changes nothing.
    Files.writeString(trusted, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
    assertEquals(200, asked(context, second.server("localhost"), false));
  }

  @Test
  void who_asks_for_our_certificate_is_shown_it() throws Exception {
    TestCertificates all = new TestCertificates(folder, "all").with("localhost").with("adapter");
    Path certificate = all.certificate("adapter");
    SSLContext context =
        WiresAtStart.context(
            new WireSettings(
                Optional.of(all.authority()),
                Optional.of(certificate),
                Optional.of(all.key("adapter"))));
    assertEquals(200, asked(context, all.server("localhost"), true));

    assertTrue(
        assertThrows(
                UnrecoverableKeyException.class,
                () ->
                    WiresAtStart.context(
                        new WireSettings(
                            Optional.empty(),
                            Optional.of(certificate),
                            Optional.of(all.key("localhost")))))
            .getMessage()
            .contains("is not that of the certificate"));
  }

  /** What a server with this certificate answers at the address localhost. */
  private static int asked(SSLContext client, SSLContext server, boolean mutual) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      listener.setWantClientAuth(mutual);
      CompletableFuture<Void> served = Background.run(() -> answer(listener, mutual));
      HttpResponse<Void> answer =
          HttpClient.newBuilder()
              .sslContext(client)
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("https://localhost:" + listener.getLocalPort() + "/"))
                      .build(),
                  HttpResponse.BodyHandlers.discarding());
      served.join();
      return answer.statusCode();
    }
  }

  private static void answer(SSLServerSocket listener, boolean mutual) {
    try (SSLSocket client = (SSLSocket) listener.accept()) {
      client.startHandshake();
      if (mutual) {
        assertEquals("CN=adapter", client.getSession().getPeerPrincipal().getName());
      }
      client.getInputStream().read();
      client.getOutputStream().write(ANSWER);
    } catch (SSLHandshakeException refused) {
      // It is the client that says so.
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
