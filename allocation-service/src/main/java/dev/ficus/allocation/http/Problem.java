package dev.ficus.allocation.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/**
 * Problem details as in RFC 9457: why a call failed. Same algorithm in availability-service and
 * legacy-adapter.
 *
 * @param title the status in words
 * @param detail what is wrong with this call
 * @param field the field of the call that is wrong, where it is one
 * @param code stable name of a refusal
 * @param message what is wrong, under the name that callers of the old service know
 */
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
@JsonPropertyOrder({"title", "status", "detail", "field", "code", "message"})
record Problem(String title, int status, String detail, String field, String code, String message) {
  static final String MEDIA_TYPE = "application/problem+json";

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
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, null, null, null);
  }

  static Problem malformed(Malformed defect) {
    Status status = Status.BAD_REQUEST;
    return new Problem(
        status.getReasonPhrase(),
        status.getStatusCode(),
        defect.getMessage(),
        defect.field(),
        null,
        null);
  }

  /**
   * An unknown SKU is the caller's mistake, an unknown batch is not found; anything else
   * contradicts what is there already.
   */
  static Occurred refused(Outcome.Refused refusal) {
    Status status = statusOf(refusal);
    return new Occurred(
        new Problem(
            status.getReasonPhrase(),
            status.getStatusCode(),
            refusal.reason(),
            refusal.field(),
            refusal.code(),
            refusal.reason()));
  }

  private static Status statusOf(Outcome.Refused refusal) {
    if (refusal.isUnknownSku()) {
      return Status.BAD_REQUEST;
    }
    if (refusal.isUnknownBatch()) {
      return Status.NOT_FOUND;
    }
    return refusal.isFailed() ? Status.INTERNAL_SERVER_ERROR : Status.CONFLICT;
  }

  /**
   * The state of what the call is about does not allow it.
   *
   * @param field null when no field is to blame
   */
  static Occurred conflict(String field, String code, String detail) {
    Status status = Status.CONFLICT;
    return new Occurred(
        new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, field, code, detail));
  }

  static Occurred occurred(Status status, String detail) {
    return new Occurred(of(status, detail));
  }

  static Occurred tooLarge(String detail) {
    return occurred(Status.REQUEST_ENTITY_TOO_LARGE, detail);
  }

  /** What was asked for can be had a little later. */
  static Unavailable busy(String detail) {
    return new Unavailable(detail, null);
  }

  static Occurred notFound(String what, String name) {
    return new Occurred(of(Status.NOT_FOUND, "there is no %s %s".formatted(what, name)));
  }

  /** Not the thing that the path names, but one that a field of the body names. */
  static Occurred notFound(String field, String what, String name) {
    Problem problem = of(Status.NOT_FOUND, "there is no %s %s".formatted(what, name));
    return new Occurred(
        new Problem(problem.title(), problem.status(), problem.detail(), field, null, null));
  }
}
