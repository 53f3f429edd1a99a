package dev.ficus.availability.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/**
 * Problem details as in RFC 9457: why a question is not answered. Same form as in
 * allocation-service.
 *
 * @param title the status in words
 * @param detail what is wrong with this question
 * @param field the part of the question that is wrong, where it is one
 */
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
@JsonPropertyOrder({"title", "status", "detail", "field"})
record Problem(String title, int status, String detail, String field) {
  static final String MEDIA_TYPE = "application/problem+json";

  /** When to come back, where it is not possible now. */
  static final String SOON_SECONDS = "2";

  /** A call that ends with this problem. */
  static final class Occurred extends RuntimeException {
    private final transient Problem problem;

    private Occurred(Problem problem) {
      super(problem.detail());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  static Problem of(StatusType status, String detail) {
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, null);
  }

  static Occurred malformed(String field, String detail) {
    return occurred(Status.BAD_REQUEST, field, detail);
  }

  static Occurred unknown(String field, String detail) {
    return occurred(Status.NOT_FOUND, field, detail);
  }

  static Occurred noProduct(String field, String sku) {
    return unknown(field, "there is no product " + sku);
  }

  static Occurred gone(String field, String detail) {
    return occurred(Status.GONE, field, detail);
  }

  static Occurred unsupported(String field, String detail) {
    return occurred(Status.UNSUPPORTED_MEDIA_TYPE, field, detail);
  }

  static Occurred tooLarge(String detail) {
    return occurred(Status.REQUEST_ENTITY_TOO_LARGE, null, detail);
  }

  static Occurred notAllowed(String method) {
    return occurred(Status.METHOD_NOT_ALLOWED, null, method + " is not allowed here");
  }

  static Occurred notNow(String detail) {
    return occurred(Status.SERVICE_UNAVAILABLE, null, detail);
  }

  private static Occurred occurred(Status status, String field, String detail) {
    return new Occurred(
        new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, field));
  }
}
