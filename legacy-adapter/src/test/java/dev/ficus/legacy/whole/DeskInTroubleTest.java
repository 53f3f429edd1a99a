package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk while a feed is paused, and another one has a wrong key. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(PulledShopResource.class)
@WithTestResource(FrailShopResource.class)
class DeskInTroubleTest {

  @TestHTTPResource("/desk")
  private URL desk;

  @BeforeEach
  void pause() throws Exception {
    WholeAdapter.await();
    given().post("/pulling/old/pause").then().statusCode(202);
    Waiting.until(() -> failures("locked") > 0, LIMIT);
  }

  @AfterEach
  void resume() {
    given().post("/pulling/old/resume").then().statusCode(202);
  }

  @Test
  void feeds_that_do_not_come_further_are_named_with_what_to_do() throws Exception {
    SeenPage page = SeenPage.open(desk.toString(), "desk-in-trouble");

    String wrong = page.text("wrong");
    assertTrue(wrong.contains("Feed old is paused"), wrong);
    assertTrue(wrong.contains("curl -X POST '" + pulling("old/resume") + "'"), wrong);
    assertTrue(wrong.contains("Feed locked does not come further"), wrong);
    assertTrue(wrong.contains("curl -X POST '" + pulling("locked/run") + "'"), wrong);
    assertTrue(page.text("feeds").contains("fails: "), page::html);
    assertEquals(List.of(), page.complaints());
  }

  private String pulling(String what) {
    return desk.toString().replaceFirst("/desk$", "/pulling/" + what);
  }

  private static int failures(String feed) {
    return AdapterApi.named(AdapterApi.json("/pulling").get("feeds"), "feed", feed)
        .get("failures")
        .asInt();
  }
}
