package dev.ficus.legacy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Answers every failure over HTTP as a {@link Problem}, the framework's own included. */
class ProblemMapping {

  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
  private static final String SOON_SECONDS = "2";

  private final Correlation correlation;

  ProblemMapping(Correlation correlation) {
    this.correlation = correlation;
  }

  /** Its own message is about its own parts. */
  @ServerExceptionMapper
  Response framework(WebApplicationException failure, UriInfo call) {
    Response.StatusType status = failure.getResponse().getStatusInfo();
    if (failure.getCause() instanceof JsonProcessingException) {
      return Problem.of(status, "the body is no JSON", null);
    }
    Response answer = Problem.of(status, status.getReasonPhrase(), null);
    return status.getStatusCode() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()
        ? Allowed.at(call.getRequestUri().getRawPath())
            .map(methods -> Response.fromResponse(answer).header("Allow", methods).build())
            .orElse(answer)
        : answer;
  }

  /** JSON that is not what it should be: the first member that is not is named. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException failure) {
    Optional<String> member =
        failure.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .reduce((outer, inner) -> outer + "." + inner);
    return Problem.of(
        Response.Status.BAD_REQUEST,
        member.map(name -> name + " is not of the right type").orElse("the body is no JSON object"),
        member.orElse(null));
  }

  /** Whoever calls has a token, and nobody who could say whether it is right. */
  @ServerExceptionMapper
  Response issuerAway(OIDCException away) {
    LOG.warnf("The issuer of tokens is away: %s", away.getMessage());
    Response answer =
        Problem.of(Response.Status.SERVICE_UNAVAILABLE, "tokens cannot be checked now", null);
    return Response.fromResponse(answer).header("Retry-After", SOON_SECONDS).build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException refusal) {
    return Problem.of(Response.Status.FORBIDDEN, "the token names no role for this", null);
  }

  /**
   * The framework says in a header how to log in, and nothing else. A feed has words of its own.
   */
  @ServerResponseFilter
  void unauthorized(ContainerResponseContext answer) {
    if (answer.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode()
        && !answer.hasEntity()
        && "Bearer".equals(answer.getHeaderString(HttpHeaders.WWW_AUTHENTICATE))) {
      Response words =
          Problem.of(Response.Status.UNAUTHORIZED, "a token in order is needed here", null);
      answer.setEntity(words.getEntity(), null, words.getMediaType());
    }
  }

  @ServerExceptionMapper
  Response found(Problem.InvalidParameter wrong) {
    return wrong.answer();
  }

  /** A database that is away comes back; what else happened is for the log. */
  @ServerExceptionMapper
  Response unexpected(RuntimeException failure) {
    Optional<String> outage = TransientFailure.in(failure);
    if (outage.isPresent()) {
      LOG.warnf("The database is away: %s", outage.get());
      Response away =
          Problem.of(Response.Status.SERVICE_UNAVAILABLE, "the ledger cannot be read now", null);
      return Response.fromResponse(away).header("Retry-After", SOON_SECONDS).build();
    }
    LOG.error("A call failed unexpectedly", failure);
    return Problem.of(
        Response.Status.INTERNAL_SERVER_ERROR,
        "unexpected failure, logged under " + correlation.id(),
        null);
  }
}
