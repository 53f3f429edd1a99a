package dev.ficus.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An OpenID Connect issuer for tests, at a port of its own on this machine: discovery, keys, tokens
 * for programs (client credentials) and for a person at a browser (authorization code with PKCE).
 * Whoever is {@link #person at the browser} is logged in without being asked.
 *
 * <p>It can be stopped, and started again at the same address with the same keys. Tokens are signed
 * here, whether it runs or not.
 */
public final class TokenIssuer implements AutoCloseable {
  /** Whom its tokens are for, and the name under which the desk is known to it. */
  public static final String AUDIENCE = "ficus";

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String KEY_ID = "key-1";
  private static final int COORDINATE_BYTES = 32;
  private static final int FOUND = 302;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;

  /** What is wrong with a token. */
  public enum Flaw {
    NONE,
    /** It ended an hour ago. */
    EXPIRED,
    /** It is for another system. */
    OTHER_AUDIENCE,
    /** It names another issuer, though the key is right. */
    OTHER_ISSUER,
    /** It is signed with another key under the name of the right one. */
    OTHER_KEY,
    /** It is signed with a key that nobody has heard of. */
    UNKNOWN_KEY,
    /** It is not signed, and says so. */
    NO_SIGNATURE
  }

  private record Client(String secret, List<String> roles) {}

  private record Person(String name, List<String> roles) {}

  private record Code(Person person, String redirect, String challenge, Optional<String> nonce) {}

  private final KeyPair key = newKey();
  private final KeyPair otherKey = newKey();
  private final int port = FreePorts.next();
  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private volatile Optional<Person> atTheBrowser = Optional.empty();
  private volatile Duration life = LIFE;
  private HttpServer server;
  private ExecutorService threads;

  /** One that does not run yet: it signs, and nothing answers at its address. */
  public TokenIssuer() {}

  /** Starts it, or starts it again at the same address; returns when it answers. */
  public synchronized TokenIssuer start() {
    try {
      byte[] loopback = {127, 0, 0, 1};
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), port), 0);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/.well-known/openid-configuration", each -> json(each, discovery()));
    server.createContext("/keys", each -> json(each, keys()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/logout", this::logout);
    server.start();
    return this;
  }

  /** Stops it; from then on nobody can connect. */
  public synchronized void stop() {
    if (server != null) {
      server.stop(0);
      threads.shutdownNow();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Its address, which is its name in tokens. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Makes a program known: it gets tokens with these roles. */
  public TokenIssuer client(String id, String secret, String... roles) {
    clients.put(id, new Client(secret, List.of(roles)));
    return this;
  }

  /** Who is at the browser from now on, and is logged in when the browser comes by. */
  public void person(String name, String... roles) {
    atTheBrowser = Optional.of(new Person(name, List.of(roles)));
  }

  /** Nobody is at the browser: a login ends with 401 here. */
  public void nobody() {
    atTheBrowser = Optional.empty();
  }

  /** How long the tokens live that it hands out from now on. */
  public void life(Duration tokens) {
    life = tokens;
  }

  /** A token that is in order, for ten minutes. */
  public String token(String name, String... roles) {
    return token(Flaw.NONE, name, roles);
  }

  /** A token that is as said. */
  public String token(Flaw flaw, String name, String... roles) {
    Instant now = Instant.now();
    Instant from = flaw == Flaw.EXPIRED ? now.minus(Duration.ofHours(2)) : now;
    Instant to = flaw == Flaw.EXPIRED ? now.minus(Duration.ofHours(1)) : now.plus(LIFE);
    Map<String, String> claims = accessClaims(name, List.of(roles), from, to);
    if (flaw == Flaw.OTHER_AUDIENCE) {
      claims.put("aud", quoted("another-system"));
    }
    if (flaw == Flaw.OTHER_ISSUER) {
      claims.put("iss", quoted("http://127.0.0.1:1"));
    }
    return switch (flaw) {
      case OTHER_KEY -> signed(claims, otherKey, KEY_ID);
      case UNKNOWN_KEY -> signed(claims, otherKey, "key-of-nobody");
      case NO_SIGNATURE ->
          encoded(object(Map.of("alg", quoted("none")))) + "." + encoded(object(claims)) + ".";
      default -> signed(claims, key, KEY_ID);
    };
  }

  private Map<String, String> accessClaims(
      String name, List<String> roles, Instant from, Instant to) {
    Map<String, String> claims = claims(name, from, to);
    claims.put("aud", quoted(AUDIENCE));
    claims.put(
        "groups",
        roles.stream().map(TokenIssuer::quoted).collect(Collectors.joining(",", "[", "]")));
    return claims;
  }

  private Map<String, String> claims(String name, Instant from, Instant to) {
    Map<String, String> claims = new TreeMap<>();
    claims.put("iss", quoted(url()));
    claims.put("sub", quoted("id-of-" + name));
    claims.put("preferred_username", quoted(name));
    claims.put("iat", String.valueOf(from.getEpochSecond()));
    claims.put("exp", String.valueOf(to.getEpochSecond()));
    claims.put("jti", quoted(UUID.randomUUID().toString()));
    return claims;
  }

  private String discovery() {
    Map<String, String> document = new TreeMap<>();
    document.put("issuer", quoted(url()));
    document.put("authorization_endpoint", quoted(url() + "/authorize"));
    document.put("token_endpoint", quoted(url() + "/token"));
    document.put("jwks_uri", quoted(url() + "/keys"));
    document.put("end_session_endpoint", quoted(url() + "/logout"));
    document.put("response_types_supported", "[\"code\"]");
    document.put("subject_types_supported", "[\"public\"]");
    document.put("id_token_signing_alg_values_supported", "[\"ES256\"]");
    document.put("code_challenge_methods_supported", "[\"S256\"]");
    return object(document);
  }

  private String keys() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    Map<String, String> jwk = new TreeMap<>();
    jwk.put("kty", quoted("EC"));
    jwk.put("crv", quoted("P-256"));
    jwk.put("kid", quoted(KEY_ID));
    jwk.put("use", quoted("sig"));
    jwk.put("alg", quoted("ES256"));
    jwk.put("x", quoted(coordinate(point.getW().getAffineX())));
    jwk.put("y", quoted(coordinate(point.getW().getAffineY())));
    return object(Map.of("keys", "[" + object(jwk) + "]"));
  }

  /** The browser comes with the wish to log in, and leaves with a code. */
  private void authorize(HttpExchange call) throws IOException {
    Map<String, String> asked = form(call.getRequestURI().getRawQuery());
    if (!AUDIENCE.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))) {
      answer(call, BAD_REQUEST, "text/plain", "no code with PKCE is asked for");
    } else if (atTheBrowser.isEmpty()) {
      answer(call, UNAUTHORIZED, "text/html", "<h1>Who are you?</h1>");
    } else {
      String code = UUID.randomUUID().toString();
      codes.put(
          code,
          new Code(
              atTheBrowser.get(),
              asked.get("redirect_uri"),
              asked.get("code_challenge"),
              Optional.ofNullable(asked.get("nonce"))));
      redirect(call, asked.get("redirect_uri"), "code=" + code + "&state=" + asked.get("state"));
    }
  }

  private void token(HttpExchange call) throws IOException {
    Map<String, String> asked =
        form(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Optional<String> client = authenticated(call, asked);
    if (client.isEmpty()) {
      answer(call, UNAUTHORIZED, "application/json", "{\"error\":\"invalid_client\"}");
      return;
    }
    switch (String.valueOf(asked.get("grant_type"))) {
      case "client_credentials" -> {
        List<String> roles = clients.get(client.get()).roles();
        json(call, tokens(accessToken(client.get(), roles), Optional.empty()));
      }
      case "authorization_code" -> {
        Code code = codes.remove(String.valueOf(asked.get("code")));
        if (code == null
            || !code.redirect().equals(asked.get("redirect_uri"))
            || !code.challenge().equals(sha256(String.valueOf(asked.get("code_verifier"))))) {
          answer(call, BAD_REQUEST, "application/json", "{\"error\":\"invalid_grant\"}");
        } else {
          Person person = code.person();
          json(
              call,
              tokens(
                  accessToken(person.name(), person.roles()),
                  Optional.of(idToken(person, client.get(), code.nonce()))));
        }
      }
      default ->
          answer(call, BAD_REQUEST, "application/json", "{\"error\":\"unsupported_grant_type\"}");
    }
  }

  private String accessToken(String name, List<String> roles) {
    Instant now = Instant.now();
    return signed(accessClaims(name, roles, now, now.plus(life)), key, KEY_ID);
  }

  private String idToken(Person person, String client, Optional<String> nonce) {
    Instant now = Instant.now();
    Map<String, String> claims = claims(person.name(), now, now.plus(life));
    claims.put("aud", quoted(client));
    nonce.ifPresent(each -> claims.put("nonce", quoted(each)));
    return signed(claims, key, KEY_ID);
  }

  private String tokens(String access, Optional<String> id) {
    Map<String, String> answer = new TreeMap<>();
    answer.put("access_token", quoted(access));
    answer.put("token_type", quoted("Bearer"));
    answer.put("expires_in", String.valueOf(life.toSeconds()));
    id.ifPresent(each -> answer.put("id_token", quoted(each)));
    return object(answer);
  }

  private Optional<String> authenticated(HttpExchange call, Map<String, String> asked) {
    String header = call.getRequestHeaders().getFirst("Authorization");
    String id = asked.get("client_id");
    String secret = asked.get("client_secret");
    if (header != null && header.startsWith("Basic ")) {
      String[] both =
          new String(
                  Base64.getDecoder().decode(header.substring("Basic ".length())),
                  StandardCharsets.UTF_8)
              .split(":", 2);
      id = decoded(both[0]);
      secret = decoded(both[1]);
    }
    Client client = id == null ? null : clients.get(id);
    return client != null && client.secret().equals(secret) ? Optional.of(id) : Optional.empty();
  }

  private void logout(HttpExchange call) throws IOException {
    Map<String, String> asked = form(call.getRequestURI().getRawQuery());
    nobody();
    if (asked.containsKey("post_logout_redirect_uri")) {
      redirect(call, asked.get("post_logout_redirect_uri"), "state=" + asked.get("state"));
    } else {
      answer(call, 200, "text/html", "<h1>Good-bye</h1>");
    }
  }

  private static void redirect(HttpExchange call, String to, String query) throws IOException {
    String separator = URI.create(to).getRawQuery() == null ? "?" : "&";
    call.getResponseHeaders().set("Location", to + separator + query);
    answer(call, FOUND, "text/plain", "");
  }

  private static void json(HttpExchange call, String body) throws IOException {
    answer(call, 200, "application/json", body);
  }

  private static void answer(HttpExchange call, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", type);
    call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      call.getResponseBody().write(body);
    }
    call.close();
  }

  private static Map<String, String> form(String text) {
    return text == null
        ? Map.of()
        : Arrays.stream(text.split("&"))
            .map(each -> each.split("=", 2))
            .filter(each -> each.length == 2)
            .collect(
                Collectors.toMap(
                    each -> decoded(each[0]), each -> decoded(each[1]), (one, other) -> other));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The names and secrets used here need no escapes in JSON. */
  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[COORDINATE_BYTES];
    // A number of 32 bytes may have a zero before it, for its sign.
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
    return encoded(padded);
  }

  private static String signed(Map<String, String> claims, KeyPair by, String keyId) {
    Map<String, String> header = new TreeMap<>();
    header.put("alg", quoted("ES256"));
    header.put("typ", quoted("JWT"));
    header.put("kid", quoted(keyId));
    String content = encoded(object(header)) + "." + encoded(object(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(by.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + encoded(signature.sign());
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String sha256(String text) {
    try {
      return encoded(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
