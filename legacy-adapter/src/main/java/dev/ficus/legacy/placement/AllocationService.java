package dev.ficus.legacy.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.access.OwnToken;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Client of allocation-service over HTTP; every answer other than 200 is a failure. */
@ApplicationScoped
public class AllocationService {

  private static final int OK = 200;

  /** Answer that is none of success. */
  static final class AnotherStatus extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int SERVER_ERROR = 500;

    private final int status;

    AnotherStatus(int status) {
      super("allocation-service answered HTTP " + status);
      this.status = status;
    }

    /** Whether it refuses this request, and is in order itself. */
    boolean isRefusal() {
      return status < SERVER_ERROR;
    }
  }

  private static final int UNAUTHORIZED = 401;

  private final HttpCaller http;
  private final OwnToken token;
  private final ObjectMapper json;

  AllocationService(AllocationSettings settings, OwnToken token, ObjectMapper json) {
    this.http = HttpCaller.plain(Address.of(settings.url(), "ficus.legacy.allocation.url"));
    this.token = token;
    this.json = json;
  }

  /**
   * Gets JSON.
   *
   * @param path from its root, with the query
   * @param limit until the whole answer is there
   * @throws IOException when it does not answer as it should
   */
  public JsonNode get(String path, Duration limit) throws IOException {
    return answer(HttpRequest.newBuilder(http.address().at(path)), limit);
  }

  /**
   * Posts JSON.
   *
   * @param path from its root
   * @param limit until the whole answer is there
   * @throws IOException when it does not answer as it should
   */
  public JsonNode post(String path, JsonNode body, Duration limit) throws IOException {
    return answer(
        HttpRequest.newBuilder(http.address().at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))),
        limit);
  }

  /** Reads what is no JSON. */
  @FunctionalInterface
  public interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * Gets what is no JSON.
   *
   * @param path from its root, with the query
   * @param limit until the whole answer is there
   * @throws IOException when it does not answer as it should
   */
  public <T> T read(String path, Duration limit, BodyReader<T> reader) throws IOException {
    return answer(HttpRequest.newBuilder(http.address().at(path)), limit, reader);
  }

  private JsonNode answer(HttpRequest.Builder request, Duration limit) throws IOException {
    return answer(request, limit, json::readTree);
  }

  private <T> T answer(HttpRequest.Builder request, Duration limit, BodyReader<T> reader)
      throws IOException {
    token.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    HttpResponse<InputStream> response = http.send(request, TimeLimits.of(limit));
    try (InputStream body = response.body()) {
      if (response.statusCode() == UNAUTHORIZED) {
        token.forget();
      }
      if (response.statusCode() != OK) {
        throw new AnotherStatus(response.statusCode());
      }
      return reader.read(body);
    }
  }
}
