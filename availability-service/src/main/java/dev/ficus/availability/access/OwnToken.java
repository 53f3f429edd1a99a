package dev.ficus.availability.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.access.AccessSettings.Access;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The token by which this service is known to another one. The issuer hands it out for the
 * service's own name and secret (the grant of client credentials); it is kept until shortly before
 * it ends. legacy-adapter has the same.
 */
@ApplicationScoped
public class OwnToken {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Before its end no token is used any more: clocks differ, and a call takes time. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private record Held(String authorization, Instant until) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final boolean isNeeded;
  private final Optional<String> issuer;
  private final ClientSettings client;
  private final ObjectMapper json;
  private final Clock clock;
  private Optional<Held> held = Optional.empty();

  @Inject
  OwnToken(
      AccessSettings settings,
      ClientSettings client,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
      ObjectMapper json,
      Clock clock) {
    this.isNeeded = settings.access() == Access.REQUIRED;
    this.issuer = issuer.map(address -> address.replaceAll("/+$", ""));
    this.client = client;
    this.json = json;
    this.clock = clock;
  }

  private OwnToken() {
    this.isNeeded = false;
    this.issuer = Optional.empty();
    this.client = null;
    this.json = null;
    this.clock = null;
  }

  /** One that is never needed. */
  public static OwnToken none() {
    return new OwnToken();
  }

  void check(@Observes StartupEvent start) {
    if (isNeeded && client.secret().isEmpty()) {
      // Of such an exception Quarkus shows the message alone.
      throw new ConfigurationException(
          "ficus.client.secret is missing: without it the issuer of tokens gives none to this"
              + " service, and allocation-service no answer");
    }
  }

  /**
   * What to send in the header Authorization; empty where access is open.
   *
   * @throws IOException when there is no token to be had
   */
  public synchronized Optional<String> authorization() throws IOException {
    if (!isNeeded) {
      return Optional.empty();
    }
    if (held.isEmpty() || !clock.instant().isBefore(held.get().until())) {
      held = Optional.of(fetch());
    }
    return held.map(Held::authorization);
  }

  /** The one it has is refused: the next call gets a new one. */
  public synchronized void forget() {
    held = Optional.empty();
  }

  private Held fetch() throws IOException {
    Instant asked = clock.instant();
    JsonNode discovered =
        answer(HttpRequest.newBuilder(URI.create(address("/.well-known/openid-configuration"))));
    String credentials = encoded(client.id()) + ":" + encoded(client.secret().orElseThrow());
    JsonNode answer =
        answer(
            HttpRequest.newBuilder(URI.create(discovered.path("token_endpoint").asText()))
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    String token = answer.path("access_token").asText();
    if (token.isEmpty()) {
      throw new IOException("the issuer of tokens gave none");
    }
    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(0));
    return new Held("Bearer " + token, asked.plus(life).minus(MARGIN));
  }

  private String address(String path) throws IOException {
    return issuer.orElseThrow(() -> new IOException("there is no issuer of tokens")) + path;
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> response =
          http.send(request.timeout(LIMIT).build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("the issuer of tokens answered HTTP " + response.statusCode());
      }
      return json.readTree(response.body());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a token was fetched");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
