package dev.ficus.bench.empty;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The floor of a read: what the framework costs when there is nothing to do but to look into a map.
 * It stays on the thread that reads the connection, which is the cheapest way there is.
 */
@Path("/empty")
@NonBlocking
public class EmptyResource {
  private final Map<String, Small> values;

  EmptyResource(@ConfigProperty(name = "bench.empty.keys") int keys) {
    values =
        IntStream.range(0, keys)
            .mapToObj(number -> new Small("key-" + number, number))
            .collect(Collectors.toMap(Small::key, Function.identity()));
  }

  /** Something to answer. */
  public record Small(String key, long value) {}

  @GET
  @Path("/{key}")
  public Small get(String key) {
    Small value = values.get(key);
    if (value == null) {
      throw new NotFoundException("there is no key " + key);
    }
    return value;
  }
}
