package dev.ficus.allocation;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** The words of the HTTP tests. */
public final class Given {
  private Given() {}

  /** A SKU, order or batch that no other test knows. */
  public static String unique(String stem) {
    return stem + "-" + UUID.randomUUID();
  }

  public static ValidatableResponse batch(String batchref, String sku, int qty, String eta) {
    Map<String, Object> body = new HashMap<>(Map.of("batchref", batchref, "sku", sku, "qty", qty));
    if (eta != null) {
      body.put("eta", eta);
    }
    return post("/batches", body);
  }

  public static ValidatableResponse allocation(String orderid, String sku, int qty) {
    return post("/allocations", Map.of("orderid", orderid, "sku", sku, "qty", qty));
  }

  public static ValidatableResponse post(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).when().post(path).then();
  }

  public static ValidatableResponse get(String path, Object... parameters) {
    return given().when().get(path, parameters).then();
  }

  /** The answer at the port of health and metrics. */
  public static ValidatableResponse managed(String path) {
    int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    return given().port(port).when().get(path).then();
  }
}
