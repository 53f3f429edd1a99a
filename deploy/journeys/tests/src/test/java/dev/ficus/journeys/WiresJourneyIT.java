package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TestCertificates;
import dev.ficus.local.TlsProxy;
import dev.ficus.local.TlsProxy.Protocol;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The packaged services with TLS on every wire and all that is secret in files: to broker and
 * database, to allocation-service, and at its own port. Certificates change while they run.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WiresJourneyIT {

  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final Path FOLDER = Path.of("target", "journeys", "wires");
  private static final String HOST = "localhost";
  private static final String ELSEWHERE = "elsewhere.example";

  /** In the places where secrets would be, so that they are seen wherever they get to. */
  private static final String SENDERS_PASSWORD = "marked-of-a-sender-4711";

  private static final String SHOPS_KEY = "marked-key-of-the-shop-4712";
  private static final String WRONG = "marked-of-the-environment-4713";

  private static final List<String> PAGES_OF_CALLS =
      List.of("/q/openapi", "/q/swagger-ui/", "/desk", "/desk/now", "/pulling", "/pushing");
  private static final List<String> PAGES_OF_MANAGEMENT =
      List.of("/q/health", "/q/health/well", "/q/metrics");

  private static final List<String> SECRETS = new ArrayList<>();
  private static final Map<Service, PackagedService> SERVICES = new LinkedHashMap<>();

  private static Launcher launcher;
  private static PortClaim secured;
  private static TestCertificates authority;
  private static TestCertificates next;
  private static Path trusted;
  private static TlsProxy broker;
  private static TlsProxy database;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(FOLDER);
    Path files = Files.createTempDirectory(FOLDER.toAbsolutePath(), "certificates");
    authority = new TestCertificates(files, "authority").with(HOST).with(ELSEWHERE);
    next = new TestCertificates(files, "next").with(HOST);
    trusted = authority.authorityInto(files.resolve("trusted.pem"));

    LocalStack servers = LocalStack.shared();
    VirtualHost virtualHost = servers.createVirtualHost("wires");
    broker =
        new TlsProxy(
            virtualHost.host(), virtualHost.port(), Protocol.AT_ONCE, authority.server(HOST));
    launcher = new Launcher(FOLDER);
    secured = PortClaim.any();
    SECRETS.addAll(List.of(SENDERS_PASSWORD, SHOPS_KEY, WRONG, virtualHost.password()));
    for (Service service : Service.values()) {
      Database own = servers.createDatabase("wires-" + service.name().toLowerCase(Locale.ROOT));
      SECRETS.add(own.password());
      URI address = URI.create(own.jdbcUrl().substring("jdbc:".length()));
      if (database == null) {
        database =
            new TlsProxy(
                address.getHost(), address.getPort(), Protocol.POSTGRESQL, authority.server(HOST));
      }
      Path secrets = files.resolve(service.module() + ".properties");
      Files.writeString(secrets, secrets(service, own, virtualHost));
      SERVICES.put(
          service,
          PackagedService.small(launcher, service.module(), service)
              .with(
                  Map.of(
                      "SMALLRYE_CONFIG_LOCATIONS", secrets.toString(),
                      // What files have goes before what the environment has.
                      "QUARKUS_DATASOURCE_PASSWORD", WRONG,
                      "RABBITMQ_PASSWORD", WRONG,
                      "QUARKUS_DATASOURCE_USERNAME", own.username(),
                      "QUARKUS_DATASOURCE_JDBC_URL",
                          "jdbc:postgresql://%s:%d%s?sslmode=verify-full&sslrootcert=%s"
                              .formatted(HOST, database.port(), address.getPath(), trusted),
                      "RABBITMQ_HOST", HOST,
                      "RABBITMQ_PORT", String.valueOf(broker.port()),
                      "RABBITMQ_SSL", "true",
                      "RABBITMQ_USERNAME", virtualHost.username(),
                      "RABBITMQ_VIRTUAL_HOST", virtualHost.name()))
              .with(Map.of("FICUS_WIRES_AUTHORITIES", trusted.toString())));
    }
    String allocation = "https://" + HOST + ":" + secured.port();
    SERVICES
        .get(Service.AVAILABILITY)
        .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", allocation));
    SERVICES.get(Service.LEGACY).with(Map.of("FICUS_LEGACY_ALLOCATION_URL", allocation));
    for (PackagedService service : SERVICES.values()) {
      service.start();
    }
    SERVICES.values().forEach(PackagedService::awaitReady);
  }

  private static String secrets(Service service, Database own, VirtualHost virtualHost)
      throws Exception {
    StringBuilder properties =
        new StringBuilder("config_ordinal=350\n")
            .append("quarkus.datasource.password=%s\n".formatted(own.password()))
            .append("rabbitmq-password=%s\n".formatted(virtualHost.password()));
    if (service == Service.ALLOCATION) {
      properties
          .append(
              "quarkus.tls.http.key-store.pem.0.cert=%s\n".formatted(authority.certificate(HOST)))
          .append("quarkus.tls.http.key-store.pem.0.key=%s\n".formatted(authority.key(HOST)))
          .append("quarkus.http.tls-configuration-name=http\n")
          .append("quarkus.http.ssl-port=%d\n".formatted(secured.port()));
    }
    if (service == Service.LEGACY) {
      String hash = hashed(SENDERS_PASSWORD);
      SECRETS.add(hash.substring(hash.lastIndexOf(':') + 1));
      properties
          .append("ficus.legacy.feeds.serve.users.shop=%s\n".formatted(hash))
          .append("ficus.legacy.pushing.shops.shop.url=http://127.0.0.1:1/\n")
          .append("ficus.legacy.pushing.shops.shop.user=adapter\n")
          .append("ficus.legacy.pushing.shops.shop.key=%s\n".formatted(SHOPS_KEY));
    }
    return properties.toString();
  }

  /** By the program that an operator uses. */
  private static String hashed(String password) throws Exception {
    List<String> command =
        new ArrayList<>(Project.here().command(Service.LEGACY.module(), Form.asked(), List.of()));
    command.add("hash-password");
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    program.getOutputStream().write((password + "\n").getBytes(StandardCharsets.UTF_8));
    program.getOutputStream().close();
    String hash = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor());
    return hash.strip();
  }

  @AfterAll
  static void end() throws IOException {
    SERVICES.values().forEach(PackagedService::close);
    launcher.close();
    secured.close();
    broker.close();
    database.close();
  }

  @Test
  @Order(1)
  void an_order_of_a_sender_with_a_password_goes_through_all_services() throws Exception {
    PackagedService allocation = SERVICES.get(Service.ALLOCATION);
    AllServices.post(
        allocation.url("/batches"), Map.of("batchref", "b-1", "sku", "RUG", "qty", 10), 201);
    assertEquals(401, ordered("shop:wrong"));
    assertEquals(200, ordered("shop:" + SENDERS_PASSWORD));
    AllServices.awaitAnswer(
        allocation.url("/allocations/shop:1"),
        answer -> AllServices.json(answer).path(0).path("state").asText().equals("allocated"));
    AllServices.awaitAnswer(
        SERVICES.get(Service.AVAILABILITY).url("/availability/RUG"),
        answer -> AllServices.json(answer).path("in_stock").asInt() == 7);
  }

  @Test
  @Order(2)
  void a_broker_with_the_certificate_of_another_host_is_connected_to_by_none() throws Exception {
    broker.shows(authority.server(ELSEWHERE));
    awaitUnwell();
    awaitRefused(broker);
    assertEquals(0, broker.accepted());

    broker.shows(authority.server(HOST));
    awaitWell();
  }

  @Test
  @Order(3)
  void a_database_with_the_certificate_of_another_host_is_connected_to_by_none() throws Exception {
    database.shows(authority.server(ELSEWHERE));
    awaitUnwell();
    awaitRefused(database);
    assertEquals(0, database.accepted());

    database.shows(authority.server(HOST));
    awaitWell();
  }

  @Test
  @Order(4)
  void another_authority_is_trusted_once_it_is_in_the_file_and_nothing_is_started_anew()
      throws Exception {
    broker.shows(next.server(HOST));
    database.shows(next.server(HOST));
    awaitUnwell();
    awaitRefused(broker);
    assertEquals(0, broker.accepted() + database.accepted());

    next.authorityInto(trusted);
    for (PackagedService service : SERVICES.values()) {
      // Among others it asks allocation-service, whose own certificate is still of the first.
      awaitAnswers(service, "broker");
      awaitAnswers(service, "database");
    }
  }

  @Test
  @Order(5)
  void nothing_that_is_secret_is_in_a_log_or_a_page() throws Exception {
    List<String> seen = new ArrayList<>();
    for (Service service : SERVICES.keySet()) {
      seen.add(Files.readString(launcher.log(service.module()), StandardCharsets.UTF_8));
      for (String page : PAGES_OF_CALLS) {
        seen.add(Http.get(SERVICES.get(service).url(page), CLOCK_LIMIT).body());
      }
      for (String page : PAGES_OF_MANAGEMENT) {
        seen.add(Http.get(SERVICES.get(service).managementUrl(page), CLOCK_LIMIT).body());
      }
    }
    assertTrue(seen.stream().anyMatch(text -> text.contains("wrong password of user shop")));
    for (String text : seen) {
      for (String secret : SECRETS) {
        assertFalse(
            text.contains(secret),
            () -> text.substring(Math.max(0, text.indexOf(secret) - 500), text.indexOf(secret)));
      }
    }
  }

  @Test
  @Order(6)
  void nothing_that_is_secret_is_in_what_a_start_says_that_fails() throws Exception {
    // By day one of the two that say the same.
    List<Service> unconnected =
        BY_NIGHT ? List.of(Service.ALLOCATION, Service.AVAILABILITY) : List.of(Service.ALLOCATION);
    List<Service> failing = new ArrayList<>(unconnected);
    failing.add(Service.LEGACY);
    for (Service service : failing) {
      PackagedService each = SERVICES.get(service);
      each.end();
      Path secrets = Files.createTempFile(FOLDER.toAbsolutePath(), "wrong", ".properties");
      Files.writeString(
          secrets,
          "config_ordinal=350\nquarkus.datasource.password=%s\nquarkus.flyway.connect-retries=0\n"
              .formatted(WRONG));
      each.with(
              Map.of(
                  "SMALLRYE_CONFIG_LOCATIONS",
                  secrets.toString(),
                  "FICUS_LEGACY_FEEDS_SERVE_USERS_SHOP",
                  WRONG))
          .start();
    }
    assertTrue(SERVICES.get(Service.LEGACY).awaitEnd() != 0);
    assertTrue(
        Files.readString(launcher.log(Service.LEGACY.module()), StandardCharsets.UTF_8)
            .contains("ficus.legacy.feeds.serve.users.shop must be a hash"));
    for (Service service : unconnected) {
      assertTrue(
          Waiting.until(() -> said(service).contains("password authentication failed"), LIMIT),
          service::toString);
      SERVICES.get(service).kill();
    }
    for (Service service : SERVICES.keySet()) {
      SECRETS.forEach(secret -> assertFalse(said(service).contains(secret), service::toString));
    }
  }

  private static String said(Service service) {
    try {
      return Files.readString(launcher.log(service.module()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int ordered(String user) throws Exception {
    byte[] call =
        XmlRpc.call(
            "sales_order.create",
            Map.of(
                "increment_id",
                "1",
                "items",
                List.of(Map.of("item_id", "1", "sku", "RUG", "qty_ordered", "3.0000"))));
    String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(SERVICES.get(Service.LEGACY).url("/api/xmlrpc"))
                .header("Content-Type", "text/xml")
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofByteArray(call))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static void awaitRefused(TlsProxy proxy) {
    int each = SERVICES.size();
    assertTrue(Waiting.until(() -> proxy.refused() >= each, LIMIT), "each has tried");
  }

  private static void awaitUnwell() {
    for (PackagedService service : SERVICES.values()) {
      assertTrue(
          Waiting.until(() -> !service.answers(service.managementUrl("/q/health/well")), LIMIT),
          service::name);
    }
  }

  private static void awaitWell() {
    for (PackagedService service : SERVICES.values()) {
      assertTrue(
          Waiting.until(() -> service.answers(service.managementUrl("/q/health/well")), LIMIT),
          service::name);
    }
  }

  private static void awaitAnswers(PackagedService service, String check) {
    AllServices.awaitAnswer(
        service.managementUrl("/q/health/well"),
        answer ->
            StreamSupport.stream(AllServices.json(answer).path("checks").spliterator(), false)
                .anyMatch(
                    each ->
                        each.path("name").asText().equals(check)
                            && each.path("status").asText().equals("UP")));
  }
}
