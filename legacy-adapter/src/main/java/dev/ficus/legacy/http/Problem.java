package dev.ficus.legacy.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;

/** An error as RFC 9457 has it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String title, int status, String detail, String field) {

  public static Response of(Response.StatusType status, String detail, String field) {
    return Response.status(status)
        .type("application/problem+json")
        .entity(new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, field))
        .build();
  }

  /** A parameter that is wrong. */
  public static final class InvalidParameter extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public InvalidParameter(String detail, String field) {
      super(detail);
      this.field = field;
    }

    Response answer() {
      return Problem.of(Response.Status.BAD_REQUEST, getMessage(), field);
    }
  }
}
