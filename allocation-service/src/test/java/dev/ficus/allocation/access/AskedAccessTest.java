package dev.ficus.allocation.access;

import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ficus.local.LocalStackResource;
import dev.ficus.local.TokenIssuer;
import dev.ficus.local.TokenIssuer.Flaw;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as in production: a role is asked for at each call. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(AskedAccessTest.Required.class)
class AskedAccessTest {
  private static final String ALL = "reader allocator purchasing migrator operator service";

  TokenIssuer issuer;

  /** What makes it ask. */
  public static class Required implements QuarkusTestResourceLifecycleManager {
    private final TokenIssuer running = new TokenIssuer();

    @Override
    public Map<String, String> start() {
      running.start();
      return Map.of(
          "ficus.access",
          "required",
          "ficus.allocation.grants",
          somebody().toString(),
          "quarkus.oidc.tenant-enabled",
          "true",
          "quarkus.oidc.auth-server-url",
          running.url());
    }

    /** Grants at the broker, which nobody uses here. */
    private static Path somebody() {
      try {
        return Files.writeString(
            Path.of("target", "somebody.properties").toAbsolutePath(), "somebody=allocate");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(running, new TestInjector.MatchesType(TokenIssuer.class));
    }

    @Override
    public void stop() {
      running.close();
    }
  }

  @Test
  void what_names_no_role_is_nobodys() {
    given().get("/added-later").then().statusCode(401);
    given().auth().oauth2(token(ALL)).get("/added-later").then().statusCode(403);
  }

  @Test
  void a_role_is_for_its_own_calls() {
    given().auth().oauth2(token("reader")).get("/products").then().statusCode(200);
    given()
        .auth()
        .oauth2(token("allocator"))
        .get("/products")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body(at("$.detail", equalTo("the token names no role for this")));
  }

  @Test
  void who_calls_is_whom_the_token_names() {
    given()
        .auth()
        .oauth2(issuer.token("pia", "purchasing"))
        .header("X-Actor", "somebody else")
        .contentType("application/json")
        .body("{\"batchref\":\"asked-1\",\"sku\":\"ASKED_RUG\",\"qty\":3}")
        .post("/batches")
        .then()
        .statusCode(201);
    given()
        .auth()
        .oauth2(token("reader"))
        .get("/products/ASKED_RUG/history")
        .then()
        .statusCode(200)
        .body(containsString("\"pia\""));
  }

  @Test
  void a_token_that_is_not_in_order_is_none() {
    for (Flaw flaw : Flaw.values()) {
      given()
          .auth()
          .oauth2(issuer.token(flaw, "ann", "reader"))
          .get("/products")
          .then()
          .statusCode(flaw == Flaw.NONE ? 200 : 401);
    }
    given()
        .get("/products")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .body(at("$.detail", equalTo("a token in order is needed here")));
  }

  private String token(String roles) {
    return issuer.token("ann", roles.split(" "));
  }
}
