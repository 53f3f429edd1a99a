package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.operators.SkuList.ListDefect;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook.WaveSummary;
import dev.ficus.legacy.routing.SkuRoute;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Routes and waves in JSON. */
final class RoutesJson {

  private RoutesJson() {}

  /** The route of this code; empty where none is written. */
  static Optional<Route> route(String code) {
    if (code == null) {
      return Optional.empty();
    }
    Optional<Route> route = Route.of(code);
    if (route.isEmpty()) {
      throw new Problem.InvalidParameter("route is legacy or new", "route");
    }
    return route;
  }

  /** What is to be given as {@code after} for the next page; null on the last. */
  private static String next(List<SkuRoute> page, int most) {
    return page.size() == most ? page.get(most - 1).sku() : null;
  }

  /** Route of a SKU. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RouteJson(String sku, String route, int epoch, String wave) {

    static RouteJson of(SkuRoute route) {
      return new RouteJson(
          route.sku(), route.route().code(), route.epoch(), route.wave().orElse(null));
    }
  }

  /** Page of the routes of SKUs that are in a wave; all others have the default route. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Routes(String default_route, List<RouteJson> routes, String next) {

    static Routes of(Route byDefault, List<SkuRoute> page, int most) {
      return new Routes(
          byDefault.code(), page.stream().map(RouteJson::of).toList(), RoutesJson.next(page, most));
    }
  }

  /**
   * Wave in short.
   *
   * @param kept SKUs whose stock we keep
   * @param changed_at when its list was last stored
   */
  @RegisterForReflection
  public record WaveInShort(
      String wave,
      long skus,
      long legacy,
      @JsonProperty("new") long ours,
      long kept,
      Instant changed_at) {

    static WaveInShort of(WaveSummary wave) {
      return new WaveInShort(
          wave.name(),
          wave.legacy() + wave.ours(),
          wave.legacy(),
          wave.ours(),
          wave.kept(),
          wave.changedAt());
    }
  }

  /** Page of the waves. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waves(List<WaveInShort> waves, String next) {

    static Waves of(List<WaveSummary> page, int most) {
      return new Waves(
          page.stream().map(WaveInShort::of).toList(),
          page.size() == most ? page.get(most - 1).name() : null);
    }
  }

  /**
   * Wave with a page of its SKUs.
   *
   * @param kept SKUs whose stock we keep
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WaveJson(
      String wave,
      long skus,
      long legacy,
      @JsonProperty("new") long ours,
      long kept,
      List<RouteJson> routes,
      String next) {

    static WaveJson of(WaveSummary wave, List<SkuRoute> page, int most) {
      return new WaveJson(
          wave.name(),
          wave.legacy() + wave.ours(),
          wave.legacy(),
          wave.ours(),
          wave.kept(),
          page.stream().map(RouteJson::of).toList(),
          RoutesJson.next(page, most));
    }
  }

  /**
   * A list that is stored.
   *
   * @param never_seen how many of the SKUs nobody has shown yet; perhaps they are written wrongly
   * @param never_seen_skus the first 100 of them
   */
  @RegisterForReflection
  public record StoredWave(
      String wave,
      int skus,
      int added,
      int removed,
      int never_seen,
      List<String> never_seen_skus) {}

  /** Problem with a list: which rows of it are wrong, or which SKUs it is refused for. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WaveProblem(
      String title,
      int status,
      String detail,
      String field,
      String reason,
      List<ListDefect> rows,
      Integer refused,
      List<RouteJson> refused_skus) {

    static Response of(List<ListDefect> defects) {
      ListDefect first = defects.get(0);
      return answer(
          Response.Status.BAD_REQUEST,
          "line %d: %s %s".formatted(first.line(), first.field(), first.reason()),
          first.field(),
          null,
          defects,
          null,
          null);
    }

    static Response of(Response.Status status, WaveRefused refused, List<SkuRoute> shown) {
      return answer(
          status,
          refused.reason().hint(),
          "skus",
          refused.reason().name().toLowerCase(Locale.ROOT),
          null,
          refused.skus().isEmpty() ? null : refused.skus().size(),
          shown.isEmpty() ? null : shown.stream().map(RouteJson::of).toList());
    }

    private static Response answer(
        Response.Status status,
        String detail,
        String field,
        String reason,
        List<ListDefect> rows,
        Integer refused,
        List<RouteJson> skus) {
      return Response.status(status)
          .type("application/problem+json")
          .entity(
              new WaveProblem(
                  status.getReasonPhrase(),
                  status.getStatusCode(),
                  detail,
                  field,
                  reason,
                  rows,
                  refused,
                  skus))
          .build();
    }
  }
}
