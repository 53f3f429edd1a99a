package dev.ficus.legacy.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.access.AccessSettings.Access;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The token by which the adapter is known to allocation-service. The issuer hands it out for the
 * adapter's own name and secret (the grant of client credentials); it is kept until shortly before
 * it ends. availability-service has the same.
 */
@ApplicationScoped
public class OwnToken {

  private static final String ISSUER = "quarkus.oidc.auth-server-url";
  private static final TimeLimits LIMITS = TimeLimits.of(Duration.ofSeconds(5));
  private static final int OK = 200;

  /** Before its end no token is used any more: clocks differ, and a call takes time. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private record Held(String authorization, Instant until) {}

  private final boolean isNeeded;
  private final Optional<URI> issuer;
  private final ClientSettings client;
  private final ObjectMapper json;
  private Optional<Held> held = Optional.empty();

  @Inject
  OwnToken(
      AccessSettings settings,
      ClientSettings client,
      @ConfigProperty(name = ISSUER) Optional<URI> issuer,
      ObjectMapper json) {
    this.isNeeded = settings.access() == Access.REQUIRED;
    this.issuer = issuer;
    this.client = client;
    this.json = json;
  }

  private OwnToken() {
    this.isNeeded = false;
    this.issuer = Optional.empty();
    this.client = null;
    this.json = null;
  }

  /** One that is never needed. */
  public static OwnToken none() {
    return new OwnToken();
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
    if (held.isEmpty() || !Instant.now().isBefore(held.get().until())) {
      held = Optional.of(fetch());
    }
    return held.map(Held::authorization);
  }

  /** The one it has is refused: the next call gets a new one. */
  public synchronized void forget() {
    held = Optional.empty();
  }

  private Held fetch() throws IOException {
    Instant asked = Instant.now();
    Address at =
        Address.of(
            issuer.orElseThrow(() -> new IOException("there is no issuer of tokens")), ISSUER);
    JsonNode discovered =
        answer(at, HttpRequest.newBuilder(at.at("/.well-known/openid-configuration")));
    URI tokens = URI.create(discovered.path("token_endpoint").asText());
    String credentials = encoded(client.id()) + ":" + encoded(client.secret().orElse(""));
    JsonNode answer =
        answer(
            Address.of(tokens, "token_endpoint of the issuer"),
            HttpRequest.newBuilder(tokens)
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

  private JsonNode answer(Address issuer, HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> response = HttpCaller.plain(issuer).send(request, LIMITS);
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw new IOException("the issuer of tokens answered HTTP " + response.statusCode());
      }
      return json.readTree(body);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
