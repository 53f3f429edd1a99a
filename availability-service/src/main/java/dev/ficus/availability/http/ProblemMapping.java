package dev.ficus.availability.http;

import dev.ficus.availability.delivery.LeadTimesUnavailable;
import dev.ficus.availability.view.ViewsUnavailable;
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

  @ServerExceptionMapper
  RestResponse<Problem> any(RuntimeException failure) {
    return response(problem(failure)).build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> framework(WebApplicationException failure, UriInfo call) {
    Problem problem = problem(failure);
    ResponseBuilder<Problem> response = response(problem);
    if (problem.status() == Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      Allowed.at(call.getRequestUri().getRawPath())
          .ifPresent(methods -> response.header(HttpHeaders.ALLOW, methods));
    }
    return response.build();
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

  @ServerExceptionMapper
  RestResponse<Problem> encoding(RequestEncoding.UnknownEncoding failure) {
    return response(Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, failure.getMessage()))
        .header(HttpHeaders.ACCEPT_ENCODING, "gzip")
        .build();
  }

  /** What a failure is to be answered with. */
  static Problem problem(RuntimeException failure) {
    if (failure instanceof Problem.Occurred occurred) {
      return occurred.problem();
    }
    // The database is away: that passes, so the caller is asked to come back.
    if (failure instanceof ViewsUnavailable) {
      return Problem.of(Status.SERVICE_UNAVAILABLE, "the views cannot be read now");
    }
    // Whoever calls has a token, and nobody who could say whether it is right.
    if (failure instanceof OIDCException away) {
      LOG.warnf("The issuer of tokens is away: %s", away.getMessage());
      return Problem.of(Status.SERVICE_UNAVAILABLE, "tokens cannot be checked now");
    }
    // An edit that did not get through, as far as is known: made again, it does no harm.
    if (failure instanceof LeadTimesUnavailable) {
      return Problem.of(Status.SERVICE_UNAVAILABLE, "the lead times cannot be edited now");
    }
    if (failure instanceof WebApplicationException framework) {
      StatusType status = framework.getResponse().getStatusInfo();
      return Problem.of(status, words(status));
    }
    // What happened is for the log; the caller gets a number to ask for it by.
    String id = UUID.randomUUID().toString();
    LOG.errorf(failure, "a call failed unexpectedly: %s", id);
    return Problem.of(Status.INTERNAL_SERVER_ERROR, "unexpected failure " + id);
  }

  /** What the framework says itself is about its own parts. */
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

  private static ResponseBuilder<Problem> response(Problem problem) {
    ResponseBuilder<Problem> response =
        ResponseBuilder.<Problem>create(problem.status()).entity(problem).type(Problem.MEDIA_TYPE);
    return problem.status() == Status.SERVICE_UNAVAILABLE.getStatusCode()
        ? response.header("Retry-After", Problem.SOON_SECONDS)
        : response;
  }
}
