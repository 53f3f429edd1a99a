package dev.ficus.legacy.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The correlation id of a request, the caller's or a new one; it is in logs, commands and the
 * answer.
 */
class CorrelationFilter {

  private static final String HEADER = "X-Correlation-Id";
  private static final String LOGGED = "correlationId";
  private static final Pattern ACCEPTABLE = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private final Correlation correlation;

  CorrelationFilter(Correlation correlation) {
    this.correlation = correlation;
  }

  @ServerRequestFilter
  void take(ContainerRequestContext request) {
    String given = request.getHeaderString(HEADER);
    String id =
        given != null && ACCEPTABLE.matcher(given).matches() ? given : UUID.randomUUID().toString();
    correlation.id(id);
    MDC.put(LOGGED, id);
  }

  @ServerResponseFilter
  void give(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HEADER, correlation.id());
    MDC.remove(LOGGED);
  }
}
