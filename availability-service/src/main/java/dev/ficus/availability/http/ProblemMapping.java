package dev.ficus.availability.http;

import dev.ficus.availability.delivering.LeadTimeBook;
import dev.ficus.availability.projecting.Views;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure as a {@link Problem}, the framework's own failures included. */
class ProblemMapping {
  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
  private static final String SOON_SECONDS = "2";

  @ServerExceptionMapper
  RestResponse<Problem> occurred(Problem.Occurred failure) {
    return response(failure.problem());
  }

  /** The database is away: that passes, so the caller is asked to come back. */
  @ServerExceptionMapper
  RestResponse<Problem> storeIsAway(Views.Unavailable away) {
    return response(Problem.of(Status.SERVICE_UNAVAILABLE, "the views cannot be read now"));
  }

  /** An edit that did not get through, as far as is known: made again, it does no harm. */
  @ServerExceptionMapper
  RestResponse<Problem> bookIsAway(LeadTimeBook.Unavailable away) {
    return response(Problem.of(Status.SERVICE_UNAVAILABLE, "the lead times cannot be edited now"));
  }

  @ServerExceptionMapper
  RestResponse<Problem> framework(WebApplicationException failure) {
    return response(Problem.of(failure.getResponse().getStatusInfo(), failure.getMessage()));
  }

  /** What happened is for the log; the caller gets a number to ask for it by. */
  @ServerExceptionMapper
  RestResponse<Problem> unexpected(RuntimeException failure) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(failure, "a call failed unexpectedly: %s", id);
    return response(Problem.of(Status.INTERNAL_SERVER_ERROR, "unexpected failure " + id));
  }

  private static RestResponse<Problem> response(Problem problem) {
    ResponseBuilder<Problem> response =
        ResponseBuilder.<Problem>create(problem.status()).entity(problem).type(Problem.MEDIA_TYPE);
    return problem.status() == Status.SERVICE_UNAVAILABLE.getStatusCode()
        ? response.header("Retry-After", SOON_SECONDS).build()
        : response.build();
  }
}
