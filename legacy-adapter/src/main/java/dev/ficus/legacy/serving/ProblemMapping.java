package dev.ficus.legacy.serving;

import dev.ficus.legacy.intake.Outage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure over HTTP as a {@link Problem}, the framework's own included. */
class ProblemMapping {

  private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
  private static final String SOON_SECONDS = "2";

  private final Correlation correlation;

  ProblemMapping(Correlation correlation) {
    this.correlation = correlation;
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException failure) {
    Response.StatusType status = failure.getResponse().getStatusInfo();
    return Problem.of(status, status.getReasonPhrase(), null);
  }

  /** A database that is away comes back; what else happened is for the log. */
  @ServerExceptionMapper
  Response unexpected(RuntimeException failure) {
    Optional<String> outage = Outage.in(failure);
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
