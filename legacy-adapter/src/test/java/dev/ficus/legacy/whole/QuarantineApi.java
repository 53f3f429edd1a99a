package dev.ficus.legacy.whole;

import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What operators do about the quarantine, and its tables. */
final class QuarantineApi {

  static final String REQUEST = "{\"by\": \"ada\", \"reason\": \"mapping mended\"}";

  private QuarantineApi() {}

  static ValidatableResponse redrive(int id) {
    return post(id, "redrive", REQUEST).statusCode(200).body(at("$.id", equalTo(id)));
  }

  static ValidatableResponse post(int id, String what, String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/quarantine/" + id + "/" + what)
        .then();
  }

  static ValidatableResponse show(int id) {
    return given().get("/quarantine/" + id).then().statusCode(200);
  }

  static void sql(DataSource database, String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  static long number(DataSource database, String query) {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(query);
        ResultSet rows = prepared.executeQuery()) {
      if (!rows.next()) {
        throw new AssertionError("nothing is found by " + query);
      }
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
