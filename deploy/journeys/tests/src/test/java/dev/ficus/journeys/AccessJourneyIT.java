package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.AccessTable.Endpoint;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TokenIssuer;
import dev.ficus.local.TokenIssuer.Flaw;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every endpoint of the three packaged services, called by everybody: without a token, with each
 * role, with every kind of token that is not in order, and while the issuer is away, which it is at
 * the beginning. Who may what is in {@code deploy/ACCESS.md}; what is called there does nothing,
 * because it is about things that are not there, or lacks a reason.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessJourneyIT {
  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final Path PAGE = Path.of("../../ACCESS.md");
  private static final List<String> ROLES =
      List.of("reader", "allocator", "purchasing", "migrator", "operator", "service", "nobody");
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 503);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static TokenIssuer issuer;
  private static GuardedServices services;
  private static final Map<Endpoint, String> BODIES = new TreeMap<>();
  private static SortedMap<Endpoint, SortedSet<String>> rows;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TokenIssuer();
    services = new GuardedServices(issuer, logs("access"));
    rows = new TreeMap<>(AccessTable.written(PAGE));
    rows.putAll(AccessTable.undescribed(PAGE));
    for (Service service : Service.values()) {
      BODIES.putAll(AccessTable.bodies(service, document(service)));
    }
  }

  @AfterAll
  static void end() {
    if (services != null) {
      services.close();
    }
    issuer.close();
  }

  @Test
  @Order(1)
  void the_page_has_each_endpoint_that_the_services_describe_with_its_roles_and_no_other()
      throws Exception {
    List<String> described = new ArrayList<>();
    for (Service service : Service.values()) {
      described.add("### " + service.module());
      described.addAll(AccessTable.lines(AccessTable.described(service, document(service))));
    }
    // Whoever adds an endpoint finds its row here.
    Files.write(logs("access").resolve("table.md"), described);
    List<String> written = new ArrayList<>();
    SortedMap<Endpoint, SortedSet<String>> page = AccessTable.written(PAGE);
    for (Service service : Service.values()) {
      written.add("### " + service.module());
      SortedMap<Endpoint, SortedSet<String>> own = new TreeMap<>(page);
      own.keySet().removeIf(each -> each.service() != service);
      written.addAll(AccessTable.lines(own));
    }
    assertEquals(String.join("\n", described), String.join("\n", written));
  }

  @Test
  @Order(2)
  void while_the_issuer_is_away_what_is_public_is_answered_and_the_rest_is_503_with_a_time()
      throws Exception {
    List<String> wrong = new ArrayList<>();
    String token = issuer.token("ann", ROLES.toArray(String[]::new));
    for (Map.Entry<Endpoint, SortedSet<String>> row : rows.entrySet()) {
      HttpResponse<String> answer = call(row.getKey(), token);
      boolean isPublic = row.getValue().contains(AccessTable.PUBLIC);
      boolean isRight =
          isPublic
              ? isNotAboutTokens(answer)
              : answer.statusCode() == 503
                  && answer.headers().firstValue("Retry-After").isPresent();
      note(wrong, isRight, row, "with a token, issuer away", answer);
      if (isPublic) {
        HttpResponse<String> without = call(row.getKey(), null);
        note(wrong, isNotAboutTokens(without), row, "without a token, issuer away", without);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  @Order(3)
  void the_services_ask_each_other_with_tokens_of_their_own() {
    issuer.start();
    for (Service service : Service.values()) {
      PackagedService each = services.of(service);
      URI whole = each.managementUrl("/q/health");
      assertTrue(
          Waiting.until(() -> each.answers(whole), LIMIT),
          () -> each.failure("misses something").getMessage());
    }
  }

  @Test
  @Order(4)
  void each_endpoint_lets_in_its_roles_and_nobody_else() throws Exception {
    List<String> wrong = new ArrayList<>();
    Map<String, String> tokens = new TreeMap<>();
    ROLES.forEach(role -> tokens.put(role, issuer.token(role + "-person", role)));
    for (Map.Entry<Endpoint, SortedSet<String>> row : rows.entrySet()) {
      for (String role : ROLES) {
        HttpResponse<String> answer = call(row.getKey(), tokens.get(role));
        boolean may =
            row.getValue().contains(role)
                || row.getValue().contains(AccessTable.PUBLIC)
                || row.getValue().contains(AccessTable.ANYBODY);
        boolean isRight = may ? isAnswered(answer) : answer.statusCode() == 403;
        note(wrong, isRight, row, "as " + role, answer);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  @Order(5)
  void no_endpoint_lets_in_a_token_that_is_not_in_order_or_none() throws Exception {
    List<String> wrong = new ArrayList<>();
    Map<String, String> tokens = new TreeMap<>();
    for (Flaw flaw : Flaw.values()) {
      if (flaw != Flaw.NONE) {
        tokens.put(flaw.name(), issuer.token(flaw, "ann", ROLES.toArray(String[]::new)));
      }
    }
    tokens.put("no token at all", "nonsense");
    for (Map.Entry<Endpoint, SortedSet<String>> row : rows.entrySet()) {
      boolean isPublic = row.getValue().contains(AccessTable.PUBLIC);
      for (Map.Entry<String, String> token : tokens.entrySet()) {
        HttpResponse<String> answer = call(row.getKey(), token.getValue());
        boolean isRight = isPublic ? isAnswered(answer) : answer.statusCode() == 401;
        note(wrong, isRight, row, token.getKey(), answer);
      }
      HttpResponse<String> answer = call(row.getKey(), null);
      boolean isDesk = row.getKey().path().equals("/desk");
      boolean isRight =
          isPublic
              ? isAnswered(answer)
              : isDesk ? answer.statusCode() == 302 : answer.statusCode() == 401;
      note(wrong, isRight, row, "without a token", answer);
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  @Order(6)
  void who_has_done_something_is_whom_the_token_names() throws Exception {
    String operator = issuer.token("olga", "operator", "reader");
    HttpResponse<String> halted =
        send(
            "POST",
            services.url(Service.LEGACY, "/strangling/halt"),
            operator,
            "{\"by\":\"somebody else\",\"reason\":\"to see who did it\"}");
    assertEquals(2, halted.statusCode() / 100, halted.body());
    HttpResponse<String> state =
        call("GET", services.url(Service.LEGACY, "/strangling/halt"), operator);
    assertTrue(state.body().contains("\"by\":\"olga\""), state.body());
    HttpResponse<String> begun =
        send(
            "POST",
            services.url(Service.ALLOCATION, "/generations"),
            operator,
            "{\"by\":\"somebody else\",\"reason\":\"to see who did it\"}");
    assertEquals(200, begun.statusCode(), begun.body());
    HttpResponse<String> resumed =
        send(
            "POST",
            services.url(Service.LEGACY, "/strangling/resume"),
            operator,
            "{\"reason\":\"it was seen\"}");
    assertEquals(2, resumed.statusCode() / 100, resumed.body());
  }

  @Test
  @Order(7)
  void only_who_may_switch_begins_what_others_may_look_at() throws Exception {
    String migrator = issuer.token("max", "migrator");
    URI cutOver = services.url(Service.LEGACY, "/strangling/waves/none/cut-over");
    String wish = "{\"reason\":\"to see\",\"expect_epoch\":0,\"dry_run\":%s}";
    assertEquals(404, send("POST", cutOver, migrator, wish.formatted("true")).statusCode());
    assertEquals(403, send("POST", cutOver, migrator, wish.formatted("false")).statusCode());
  }

  @Test
  @Order(8)
  void a_person_logs_in_at_the_desk_and_sees_what_the_role_may_do() throws Exception {
    Path pictures = logs("access-desk");
    URI desk = services.url(Service.LEGACY, "/desk");

    issuer.person("rita", "reader");
    OpenedPage reader = OpenedPage.open(desk, pictures, "reader");
    assertEquals("rita (reader)", reader.text("p", "me"));
    assertFalse(reader.html().contains("data-deed=\"halt\""), reader::html);
    assertTrue(reader.html().contains("SKU"), reader::html);

    issuer.person("olga", "operator", "reader");
    OpenedPage operator = OpenedPage.open(desk, pictures, "operator");
    assertEquals("olga (operator, reader)", operator.text("p", "me"));
    assertTrue(operator.html().contains("data-deed=\"halt\""), operator::html);

    issuer.nobody();
    OpenedPage nobody = OpenedPage.open(desk, pictures, "nobody");
    assertTrue(nobody.html().contains("Who are you?"), nobody::html);
  }

  @Test
  @Order(9)
  void a_session_does_what_its_person_may_until_it_ends_and_then_nothing() throws Exception {
    URI halt = services.url(Service.LEGACY, "/strangling/halt");
    String deed = "{\"reason\":\"to see\"}";
    issuer.person("rita", "reader");
    DeskVisit reader = DeskVisit.login(services.url(Service.LEGACY, "/desk"));
    assertEquals(200, reader.get(halt).statusCode());
    assertEquals(403, reader.post(halt, deed).statusCode());

    issuer.person("olga", "operator", "reader");
    DeskVisit operator = DeskVisit.login(services.url(Service.LEGACY, "/desk"));
    assertEquals(2, operator.post(halt, deed).statusCode() / 100);
    assertTrue(reader.get(halt).body().contains("\"by\":\"olga\""));
    URI resume = services.url(Service.LEGACY, "/strangling/resume");
    assertEquals(2, operator.post(resume, deed).statusCode() / 100);
    HttpResponse<String> out = operator.get(services.url(Service.LEGACY, "/desk/logout"));
    assertEquals(302, out.statusCode());
    assertTrue(out.headers().firstValue("Location").orElse("").startsWith(issuer.url()));
    assertEquals(401, operator.post(halt, deed).statusCode());

    issuer.life(Duration.ofSeconds(2));
    issuer.person("olga", "operator", "reader");
    DeskVisit ending = DeskVisit.login(services.url(Service.LEGACY, "/desk"));
    assertTrue(Waiting.until(() -> ending.status(halt) == 401, LIMIT), "it does not end");
    assertEquals(401, ending.post(halt, deed).statusCode());
    assertTrue(reader.get(halt).body().contains("\"halted\":false"));
  }

  @Test
  @Order(10)
  void a_body_that_is_too_long_is_refused_before_it_is_read() throws Exception {
    String token = issuer.token("ann", "allocator", "operator");
    String body = "{\"reason\":\"" + "x".repeat(2 << 20) + "\"}";
    for (URI address :
        List.of(
            services.url(Service.ALLOCATION, "/allocations"),
            services.url(Service.ALLOCATION, "/parked-commands/redrive"),
            services.url(Service.LEGACY, "/strangling/halt"))) {
      assertEquals(413, send("POST", address, token, body).statusCode(), address::toString);
    }
  }

  @Test
  @Order(11)
  void what_is_known_of_the_issuer_is_enough_while_it_is_away_again() throws Exception {
    String token = issuer.token("ann", "reader");
    issuer.stop();
    assertEquals(
        200, call("GET", services.url(Service.ALLOCATION, "/products"), token).statusCode());
    assertEquals(200, call("GET", services.url(Service.LEGACY, "/pulling"), token).statusCode());
  }

  @Test
  @Order(12)
  void no_service_starts_without_an_issuer_or_open_to_others_than_this_machine() throws Exception {
    try (Launcher launcher = new Launcher(logs("access-refused"))) {
      List<RefusedStart> starts = new ArrayList<>();
      for (Service service : Service.values()) {
        // What this asks for is Quarkus' in all three, and by day seen at one.
        if (BY_NIGHT || service == Service.LEGACY) {
          starts.add(
              RefusedStart.of(
                  launcher,
                  service,
                  "no-issuer",
                  Map.of("QUARKUS_PROFILE", "prod", "FICUS_CLIENT_SECRET", "secret"),
                  "auth-server-url"));
        }
        starts.add(
            RefusedStart.of(
                launcher,
                service,
                "open-to-all",
                Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"),
                "quarkus.http.host must be an address of this machine alone"));
      }
      for (RefusedStart start : starts) {
        start.awaitRefusal(launcher);
      }
    }
  }

  /** A start that ends with these words in the log. */
  private record RefusedStart(PackagedService service, String words) {
    static RefusedStart of(
        Launcher launcher, Service service, String name, Map<String, String> settings, String words)
        throws IOException {
      PackagedService started =
          PackagedService.small(launcher, service.module() + "-" + name, service)
              .with(
                  LocalStack.shared().createDatabase("refused"),
                  LocalStack.shared().createVirtualHost("refused"))
              .with(settings)
              .start();
      return new RefusedStart(started, words);
    }

    void awaitRefusal(Launcher launcher) throws IOException, InterruptedException {
      try (service) {
        assertTrue(Waiting.until(() -> !service.isAlive(), LIMIT), service.name() + " goes on");
        assertTrue(service.awaitEnd() != 0, service.name());
        String log = Files.readString(launcher.log(service.name()), StandardCharsets.UTF_8);
        assertTrue(log.contains(words), log);
      }
    }
  }

  private static Path logs(String journey) throws IOException {
    return Files.createDirectories(Project.here().journeyLogs(journey));
  }

  /** Whether it is not refused: what was asked for may be missing, or be asked for wrongly. */
  private static boolean isAnswered(HttpResponse<String> answer) {
    return !REFUSALS.contains(answer.statusCode()) && answer.statusCode() < 500;
  }

  /** As long as the services cannot ask each other, availability-service knows no product. */
  private static boolean isNotAboutTokens(HttpResponse<String> answer) {
    return isAnswered(answer) || answer.statusCode() == 503 && !answer.body().contains("token");
  }

  private static void note(
      List<String> wrong,
      boolean isRight,
      Map.Entry<Endpoint, SortedSet<String>> row,
      String who,
      HttpResponse<String> answer) {
    if (!isRight) {
      wrong.add("%s %s: %d".formatted(row.getKey(), who, answer.statusCode()));
    }
  }

  private static String document(Service service) throws Exception {
    return call("GET", services.url(service, "/q/openapi?format=json"), null).body();
  }

  private static HttpResponse<String> call(Endpoint endpoint, String token) throws Exception {
    return send(
        endpoint.method(),
        services.url(endpoint.service(), endpoint.concrete()),
        token,
        endpoint.method().equals("GET") ? "" : "{}",
        BODIES.getOrDefault(endpoint, "application/json"));
  }

  private static HttpResponse<String> call(String method, URI address, String token)
      throws Exception {
    return send(method, address, token, method.equals("GET") ? "" : "{}");
  }

  private static HttpResponse<String> send(String method, URI address, String token, String body)
      throws Exception {
    return send(method, address, token, body, "application/json");
  }

  private static HttpResponse<String> send(
      String method, URI address, String token, String body, String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(CLOCK_LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
