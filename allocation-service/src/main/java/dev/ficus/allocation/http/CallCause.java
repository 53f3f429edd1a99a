package dev.ficus.allocation.http;

import dev.ficus.allocation.access.Caller;
import dev.ficus.allocation.allocating.Cause;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.UUID;

/**
 * The cause of what an HTTP call changes: its correlation id, or a new one, its trace, and who
 * calls: the one whom the token names; where nobody is asked, whom the caller names in {@code
 * X-Actor}.
 */
@RequestScoped
class CallCause {
  private static final int LONGEST_NAME = 255;

  private final Cause cause;

  CallCause(@Context HttpHeaders headers, Caller caller) {
    String correlationId =
        named(headers, "X-Correlation-Id").orElseGet(() -> UUID.randomUUID().toString());
    String who = caller.name().or(() -> named(headers, "X-Actor")).orElse("http");
    cause = new Cause(null, correlationId, traceparent(Span.current().getSpanContext()), who);
  }

  Cause get() {
    return cause;
  }

  private static Optional<String> named(HttpHeaders headers, String header) {
    return Optional.ofNullable(headers.getHeaderString(header))
        .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME);
  }

  private static String traceparent(SpanContext span) {
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }
}
