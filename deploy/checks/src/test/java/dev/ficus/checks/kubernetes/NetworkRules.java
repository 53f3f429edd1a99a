package dev.ficus.checks.kubernetes;

import static dev.ficus.checks.kubernetes.ClusterFiles.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the network policies let through. */
final class NetworkRules {
  private final ClusterFiles files;

  NetworkRules(ClusterFiles files) {
    this.files = files;
  }

  /**
   * Who calls or is called.
   *
   * @param pod its labels; none of one of another namespace about which nothing is known
   * @param namespace the labels of its namespace; empty for our own
   */
  record Peer(Map<String, String> pod, Map<String, String> namespace) {
    static Peer ours(JsonNode deployment) {
      return new Peer(labels(ClusterFiles.template(deployment)), Map.of());
    }

    static Peer ofNamespace(String label, String value) {
      return new Peer(Map.of(), Map.of(label, value));
    }
  }

  /** Whether one deployment's pods may call another's. */
  boolean connects(JsonNode from, JsonNode to, JsonNode port) {
    return sends(from, Peer.ours(to), port) && receives(to, Peer.ours(from), port);
  }

  /** Whether a pod of a deployment may be called at one of its ports. */
  boolean receives(JsonNode deployment, Peer from, JsonNode port) {
    return rules(deployment, "Ingress", "ingress")
        .anyMatch(rule -> names(rule.path("from"), from) && hasPort(rule, port));
  }

  /** Whether a pod of a deployment may call at that port. */
  boolean sends(JsonNode deployment, Peer to, JsonNode port) {
    return rules(deployment, "Egress", "egress")
        .anyMatch(rule -> names(rule.path("to"), to) && hasPort(rule, port));
  }

  /** Whether a pod of a deployment may call some addresses outside at that port. */
  boolean sendsOutside(JsonNode deployment, int port) {
    return rules(deployment, "Egress", "egress")
        .filter(rule -> each(rule.path("to")).anyMatch(peer -> peer.has("ipBlock")))
        .flatMap(rule -> each(rule.path("ports")))
        .anyMatch(allowed -> allowed.path("port").asInt() == port);
  }

  /** Whether one policy denies everything that no other one allows. */
  boolean denyByDefault() {
    return files.of("NetworkPolicy").stream()
        .map(policy -> policy.path("spec"))
        .anyMatch(
            spec ->
                spec.path("podSelector").isEmpty()
                    && types(spec).containsAll(List.of("Ingress", "Egress"))
                    && !spec.has("ingress")
                    && !spec.has("egress"));
  }

  static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new TreeMap<>();
    object
        .at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** Whether a selector of labels selects these. */
  static boolean selects(JsonNode selector, Map<String, String> labels) {
    return selector.path("matchLabels").properties().stream()
            .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())))
        && each(selector.path("matchExpressions"))
            .allMatch(expression -> holds(expression, labels.get(expression.path("key").asText())));
  }

  private static boolean holds(JsonNode expression, String value) {
    boolean among = each(expression.path("values")).anyMatch(each -> each.asText().equals(value));
    return switch (expression.path("operator").asText()) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new AssertionError("no operator: " + expression);
    };
  }

  private Stream<JsonNode> rules(JsonNode deployment, String type, String field) {
    Map<String, String> labels = labels(ClusterFiles.template(deployment));
    return files.of("NetworkPolicy").stream()
        .map(policy -> policy.path("spec"))
        .filter(spec -> types(spec).contains(type))
        .filter(spec -> selects(spec.path("podSelector"), labels))
        .flatMap(spec -> each(spec.path(field)));
  }

  private static List<String> types(JsonNode spec) {
    return each(spec.path("policyTypes")).map(JsonNode::asText).toList();
  }

  /** An empty list of peers is everybody. */
  private static boolean names(JsonNode peers, Peer peer) {
    return peers.isEmpty() || each(peers).anyMatch(each -> matches(each, peer));
  }

  private static boolean matches(JsonNode rule, Peer peer) {
    if (rule.has("ipBlock")) {
      return false;
    }
    boolean ours = peer.namespace().isEmpty();
    boolean namespace =
        rule.has("namespaceSelector")
            ? !ours && selects(rule.path("namespaceSelector"), peer.namespace())
            : ours;
    return namespace && (!rule.has("podSelector") || selects(rule.path("podSelector"), peer.pod()));
  }

  /** An empty list of ports is every port. */
  private static boolean hasPort(JsonNode rule, JsonNode port) {
    return rule.path("ports").isEmpty()
        || each(rule.path("ports")).anyMatch(allowed -> isPort(allowed, port));
  }

  private static boolean isPort(JsonNode allowed, JsonNode port) {
    String protocol = port.path("protocol").asText("TCP");
    return allowed.path("protocol").asText("TCP").equals(protocol)
        && (allowed.path("port").isInt()
            ? allowed.path("port").asInt() == port.path("containerPort").asInt()
            : allowed.path("port").asText().equals(port.path("name").asText()));
  }
}
