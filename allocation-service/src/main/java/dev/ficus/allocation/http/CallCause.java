package dev.ficus.allocation.http;

import dev.ficus.allocation.allocating.Cause;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.UUID;

/** The cause of what an HTTP call changes: its correlation id, or a new one, and its trace. */
@RequestScoped
class CallCause {
  private static final int LONGEST_CORRELATION_ID = 255;

  private final Cause cause;

  CallCause(@Context HttpHeaders headers) {
    String correlationId =
        Optional.ofNullable(headers.getHeaderString("X-Correlation-Id"))
            .filter(id -> !id.isBlank() && id.length() <= LONGEST_CORRELATION_ID)
            .orElseGet(() -> UUID.randomUUID().toString());
    cause = new Cause(null, correlationId, traceparent(Span.current().getSpanContext()));
  }

  Cause get() {
    return cause;
  }

  private static String traceparent(SpanContext span) {
    return span.isValid()
        ? "00-%s-%s-%s".formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex())
        : null;
  }
}
