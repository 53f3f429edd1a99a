package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** The example of RFC 7636. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void a_program_gets_a_token_with_its_roles_for_its_secret_and_nobody_for_another()
      throws Exception {
    try (TokenIssuer issuer = new TokenIssuer().client("shop", "secret", "reader").start()) {
      HttpResponse<String> answer =
          token(issuer, "shop", "secret", "grant_type=client_credentials");
      JsonNode claims = claims(JSON.readTree(answer.body()).path("access_token").asText());
      assertEquals(issuer.url(), claims.path("iss").asText());
      assertEquals("reader", claims.path("groups").path(0).asText());
      assertEquals(
          401, token(issuer, "shop", "guess", "grant_type=client_credentials").statusCode());
    }
  }

  @Test
  void a_code_is_good_once_for_whoever_knows_what_it_was_asked_with() throws Exception {
    try (TokenIssuer issuer = new TokenIssuer().client(TokenIssuer.AUDIENCE, "secret").start()) {
      issuer.person("ann", "operator");
      String wrong = "grant_type=authorization_code&redirect_uri=http://x/desk&code_verifier=guess";
      assertEquals(
          400,
          token(issuer, TokenIssuer.AUDIENCE, "secret", wrong + "&code=" + code(issuer))
              .statusCode());
      String code = code(issuer);
      String right =
          "grant_type=authorization_code&redirect_uri=http://x/desk&code_verifier="
              + VERIFIER
              + "&code="
              + code;
      HttpResponse<String> answer = token(issuer, TokenIssuer.AUDIENCE, "secret", right);
      assertEquals(200, answer.statusCode(), answer.body());
      JsonNode id = claims(JSON.readTree(answer.body()).path("id_token").asText());
      assertEquals("ann", id.path("preferred_username").asText());
      assertEquals(400, token(issuer, TokenIssuer.AUDIENCE, "secret", right).statusCode());
    }
  }

  @Test
  void it_is_away_when_it_was_stopped_and_the_same_when_it_is_there_again() throws Exception {
    try (TokenIssuer issuer = new TokenIssuer().start()) {
      String keys = get(issuer, "/keys").body();
      issuer.stop();
      assertThrows(IOException.class, () -> get(issuer, "/keys"));
      issuer.start();
      assertEquals(keys, get(issuer, "/keys").body());
    }
  }

  private static String code(TokenIssuer issuer) throws Exception {
    HttpResponse<String> answer =
        get(
            issuer,
            "/authorize?response_type=code&client_id=ficus&redirect_uri=http://x/desk&state=s"
                + "&code_challenge_method=S256&code_challenge="
                + CHALLENGE);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertTrue(location.startsWith("http://x/desk?code=") && location.endsWith("&state=s"));
    return location.replaceAll(".*code=|&.*", "");
  }

  private static HttpResponse<String> get(TokenIssuer issuer, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(issuer.url() + path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> token(
      TokenIssuer issuer, String client, String secret, String form) throws Exception {
    String credentials = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes());
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(issuer.url() + "/token"))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode claims(String token) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }
}
