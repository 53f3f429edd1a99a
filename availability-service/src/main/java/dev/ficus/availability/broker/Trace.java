package dev.ficus.availability.broker;

import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.stock.Numbering;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Continues the trace that began with the first caller: a span and a log line for each event that
 * became visible, under the ids the message brought.
 */
@ApplicationScoped
class Trace {

  private static final Logger LOG = Logger.getLogger("dev.ficus.availability.applied");

  private final Tracer tracer;

  Trace(Tracer tracer) {
    this.tracer = tracer;
  }

  void applied(List<Event> events) {
    for (Event event : events) {
      applied(event);
    }
  }

  private void applied(Event event) {
    Span span =
        tracer
            .spanBuilder("apply " + event.type())
            .setParent(callerOf(event))
            .setAttribute("ficus.sku", event.sku())
            .setAttribute("ficus.sequence", Numbering.sequence(event.sequence()))
            .startSpan();
    String correlationId = event.origin().correlationId();
    try (Scope scope = span.makeCurrent()) {
      if (LOG.isDebugEnabled()) {
        MDC.put("correlationId", correlationId);
        LOG.debugf(
            "Applied %s: sku=%s sequence=%d correlation_id=%s trace_id=%s",
            event.type(),
            event.sku(),
            Numbering.sequence(event.sequence()),
            correlationId,
            span.getSpanContext().getTraceId());
      }
    } finally {
      MDC.remove("correlationId");
      span.end();
    }
  }

  private static Context callerOf(Event event) {
    String traceparent = event.origin().traceparent();
    return traceparent == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), Map.of("traceparent", traceparent), GETTER);
  }

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
          return carrier.get(key);
        }
      };
}
