package dev.ficus.allocation.http;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure as a {@link Problem}, the framework's own failures included. */
class ProblemMapping {
  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
  private static final String RETRY_AFTER_SECONDS = "2";

  @ServerExceptionMapper
  RestResponse<Problem> occurred(Problem.Occurred failure) {
    return response(failure.problem()).build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> malformed(Malformed defect) {
    return response(Problem.malformed(defect)).build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> unavailable(Unavailable failure) {
    return response(Problem.of(Status.SERVICE_UNAVAILABLE, failure.getMessage()))
        .header("Retry-After", RETRY_AFTER_SECONDS)
        .build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> framework(WebApplicationException failure) {
    StatusType status = failure.getResponse().getStatusInfo();
    return response(Problem.of(status, failure.getMessage())).build();
  }

  /** What happened is for the log; the caller gets a number to ask for it by. */
  @ServerExceptionMapper
  RestResponse<Problem> unexpected(RuntimeException failure) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(failure, "a call failed unexpectedly: %s", id);
    return response(Problem.of(Status.INTERNAL_SERVER_ERROR, "unexpected failure " + id)).build();
  }

  private static ResponseBuilder<Problem> response(Problem problem) {
    return ResponseBuilder.<Problem>create(problem.status())
        .entity(problem)
        .type(Problem.MEDIA_TYPE);
  }
}
