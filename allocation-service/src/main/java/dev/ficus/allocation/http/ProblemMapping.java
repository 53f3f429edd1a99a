package dev.ficus.allocation.http;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

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

  /** Whoever calls has a token, and nobody who could say whether it is right. */
  @ServerExceptionMapper
  RestResponse<Problem> issuerAway(OIDCException away) {
    LOG.warnf("The issuer of tokens is away: %s", away.getMessage());
    return response(Problem.of(Status.SERVICE_UNAVAILABLE, "tokens cannot be checked now"))
        .header("Retry-After", RETRY_AFTER_SECONDS)
        .build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> forbidden(ForbiddenException refusal) {
    return response(Problem.of(Status.FORBIDDEN, "the token names no role for this")).build();
  }

  /** The framework says in a header how to log in, and nothing else. */
  @ServerResponseFilter
  void unauthorized(ContainerResponseContext answer) {
    if (answer.getStatus() == Status.UNAUTHORIZED.getStatusCode() && !answer.hasEntity()) {
      answer.setEntity(
          Problem.of(Status.UNAUTHORIZED, "a token in order is needed here"),
          null,
          MediaType.valueOf(Problem.MEDIA_TYPE));
    }
  }

  /** Failures of the framework; its own words are about its own parts, so they are replaced. */
  @ServerExceptionMapper
  RestResponse<Problem> framework(WebApplicationException failure, UriInfo call) {
    StatusType status = failure.getResponse().getStatusInfo();
    ResponseBuilder<Problem> response = response(Problem.of(status, words(status)));
    if (status.getStatusCode() == Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      Allowed.at(call.getRequestUri().getRawPath())
          .ifPresent(methods -> response.header(HttpHeaders.ALLOW, methods));
    }
    return response.build();
  }

  private static String words(StatusType status) {
    return switch (status.getStatusCode()) {
      case 404 -> "there is nothing at this path";
      case 405 -> "this method is not allowed here; see Allow";
      case 406 -> "none of the media types in Accept can be given here";
      case 413 -> "the body is too large";
      case 415 -> "the Content-Type is none that is read here";
      default -> status.getReasonPhrase();
    };
  }

  @ServerExceptionMapper
  RestResponse<Problem> encoding(RequestEncoding.UnknownEncoding failure) {
    return response(Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, failure.getMessage()))
        .header(HttpHeaders.ACCEPT_ENCODING, "gzip")
        .build();
  }

  /** Any other failure: it is logged, and the caller gets an id to ask for it by. */
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
