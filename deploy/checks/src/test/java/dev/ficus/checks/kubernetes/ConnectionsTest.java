package dev.ficus.checks.kubernetes;

import static dev.ficus.checks.kubernetes.ClusterFiles.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.ServiceSettings;
import dev.ficus.checks.databases.PageTables;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The sums of connections in NEEDS.md, against the pools of the services and the numbers of their
 * pods.
 */
class ConnectionsTest {
  private static final Path NEEDS = Path.of("../NEEDS.md");

  @Test
  void the_page_has_the_sums_of_the_pools() throws Exception {
    List<List<String>> rows = PageTables.below(NEEDS, "### Connections");
    List<Integer> ofPod = ServiceSettings.SERVICES.stream().map(ConnectionsTest::ofPod).toList();
    assertEquals(ofPod, numbers(rows.get(0)));
    assertEquals(withSum(ofPod), numbers(rows.get(1)), "compose");
  }

  @Test
  void the_page_has_the_sums_of_the_pods() throws Exception {
    assumeTrue(
        ClusterFiles.kustomize().isPresent(),
        "neither kubectl nor kustomize is here: the sums of NEEDS.md are not checked");
    List<List<String>> rows = PageTables.below(NEEDS, "### Connections");
    assertEquals(withSum(ofPods(ClusterFiles.built("small"))), numbers(rows.get(2)));
    assertEquals(withSum(ofPods(ClusterFiles.built("scaled-out"))), numbers(rows.get(3)));
  }

  /** The adapter holds its locks by one connection more. */
  private static int ofPod(String service) {
    int pool = ServiceSettings.of(service).number("quarkus.datasource.jdbc.max-size");
    return service.equals("legacy-adapter") ? pool + 1 : pool;
  }

  private static List<Integer> ofPods(ClusterFiles files) {
    return ServiceSettings.SERVICES.stream()
        .map(service -> ofPod(service) * mostPods(files, files.the("Deployment", service)))
        .toList();
  }

  /** As many as there may be, with those that a rollout adds. */
  private static int mostPods(ClusterFiles files, JsonNode deployment) {
    int pods =
        files.of("HorizontalPodAutoscaler").stream()
            .filter(
                scaler -> scaler.at("/spec/scaleTargetRef/name").asText().equals(name(deployment)))
            .map(scaler -> scaler.at("/spec/maxReplicas").asInt())
            .findFirst()
            .orElse(deployment.at("/spec/replicas").asInt());
    return pods + deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt();
  }

  private static List<Integer> withSum(List<Integer> each) {
    return Stream.concat(each.stream(), Stream.of(each.stream().mapToInt(Integer::intValue).sum()))
        .toList();
  }

  private static List<Integer> numbers(List<String> row) {
    return row.stream().skip(1).filter(cell -> !cell.isEmpty()).map(Integer::valueOf).toList();
  }
}
