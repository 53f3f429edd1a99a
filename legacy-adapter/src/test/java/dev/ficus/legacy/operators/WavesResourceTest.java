package dev.ficus.legacy.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.routing.InMemoryRouteBook;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavesResourceTest {

  @Test
  void who_keeps_the_routes_from_being_changed_is_named_and_what_to_do() throws Exception {
    InMemoryRouteBook book = new InMemoryRouteBook();
    book.held(List.of("backend 12 (active, from 10.0.0.7, since 2026-11-29T02:00:00Z)"));
    Response answer = put(new WavesResource(book, null));
    assertEquals(503, answer.getStatus());
    String detail = ((Problem) answer.getEntity()).detail();
    assertTrue(detail.startsWith("nothing was changed"), detail);
    assertTrue(detail.contains("backend 12 (active, from 10.0.0.7"), detail);
    assertTrue(detail.contains("pg_terminate_backend"), detail);
  }

  private static Response put(WavesResource waves) throws JsonProcessingException {
    return waves.put(
        "first", null, new ObjectMapper().readTree("{\"skus\": [\"A\"], \"route\": \"new\"}"));
  }
}
