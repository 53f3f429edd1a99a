package dev.ficus.checks.kubernetes;

import static dev.ficus.checks.kubernetes.ClusterRules.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files for a cluster, without one: every overlay keeps every rule, and no rule is blind. */
class ClusterFilesTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SERVICE = "allocation-service";
  private static final String POD = "/spec/template/spec";
  private static final String CONTAINER = POD + "/containers/0";

  private static final Map<String, ClusterFiles> BUILT = new HashMap<>();

  /**
   * What somebody might do.
   *
   * @param rule the one that has to notice
   */
  record Mistake(String rule, String what, Consumer<ClusterFiles> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  static final List<Mistake> MISTAKES =
      List.of(
          new Mistake(
              "the official models know every field",
              "a field with a slip of the pen",
              change(POD + "/terminationGracePeriod", any -> JSON.numberNode(30))),
          new Mistake(
              "the official models know every field",
              "a field of the wrong type",
              change("/spec/replicas", any -> JSON.textNode("two"))),
          new Mistake(
              "the official models know every field",
              "no amount",
              change(CONTAINER + "/resources/requests/memory", any -> JSON.textNode("192MegaB"))),
          new Mistake(
              "the official models know every field",
              "no selector",
              change("/spec/selector", any -> MissingNode.getInstance())),
          new Mistake(
              "the namespace refuses pods that are not restricted",
              "another level",
              files ->
                  files.change(
                      "Namespace",
                      "ficus",
                      "/metadata/labels",
                      labels -> labels(labels, "pod-security.kubernetes.io/enforce", "baseline"))),
          restricted(
              "no HostProcess",
              POD + "/securityContext",
              "windowsOptions",
              """
              {"hostProcess": true}"""),
          restricted("no namespaces of the host", POD, "hostNetwork", "true"),
          restricted("not privileged", CONTAINER + "/securityContext", "privileged", "true"),
          restricted(
              "no capabilities",
              CONTAINER + "/securityContext",
              "capabilities",
              """
              {"drop": ["ALL"], "add": ["NET_RAW"]}"""),
          restricted("no capabilities", CONTAINER + "/securityContext", "capabilities", "{}"),
          restricted(
              "volumes that are the pod's own",
              POD,
              "volumes",
              """
              [{"name": "tmp", "hostPath": {"path": "/"}}]"""),
          restricted("no ports of the host", CONTAINER + "/ports/0", "hostPort", "80"),
          restricted(
              "AppArmor stays on",
              POD + "/securityContext",
              "appArmorProfile",
              """
              {"type": "Unconfined"}"""),
          restricted(
              "SELinux stays on",
              POD + "/securityContext",
              "seLinuxOptions",
              """
              {"type": "spc_t"}"""),
          restricted(
              "the usual /proc",
              CONTAINER + "/securityContext",
              "procMount",
              """
              "Unmasked\""""),
          restricted(
              "a seccomp profile",
              POD + "/securityContext",
              "seccompProfile",
              """
              {"type": "Unconfined"}"""),
          restricted("a seccomp profile", POD + "/securityContext", "seccompProfile", "null"),
          restricted(
              "harmless sysctls",
              POD + "/securityContext",
              "sysctls",
              """
              [{"name": "kernel.msgmax", "value": "1"}]"""),
          restricted(
              "probes of the pod itself",
              CONTAINER + "/livenessProbe/httpGet",
              "host",
              """
              "169.254.169.254\""""),
          restricted(
              "no more rights than at the start",
              CONTAINER + "/securityContext",
              "allowPrivilegeEscalation",
              "true"),
          restricted("not as root", POD + "/securityContext", "runAsNonRoot", "null"),
          restricted("a user that is not root", CONTAINER + "/securityContext", "runAsUser", "0"),
          new Mistake(
              "the root file system is only read",
              "one that may be written",
              change(
                  CONTAINER + "/securityContext/readOnlyRootFilesystem",
                  any -> JSON.booleanNode(false))),
          new Mistake(
              "processor and memory are asked for, memory has a limit",
              "no limit",
              change(CONTAINER + "/resources/limits", any -> MissingNode.getInstance())),
          new Mistake(
              "processor and memory are asked for, memory has a limit",
              "a limit below the request",
              change(CONTAINER + "/resources/limits/memory", any -> JSON.textNode("64Mi"))),
          new Mistake(
              "every selector selects",
              "a service that selects another's pods",
              files ->
                  files.change(
                      "Service",
                      SERVICE,
                      "/spec/selector",
                      any -> labels(any, "app.kubernetes.io/name", "legacy-adapter"))),
          new Mistake(
              "every selector selects",
              "a policy for nobody",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "calls-of-" + SERVICE,
                      "/spec/podSelector/matchLabels",
                      any -> labels(any, "app.kubernetes.io/name", "allocation"))),
          new Mistake(
              "ports are those of the service",
              "another port",
              change(CONTAINER + "/ports/1/containerPort", any -> JSON.numberNode(9091))),
          new Mistake(
              "ports are those of the service",
              "the management port for everybody",
              files ->
                  files.change(
                      "Service",
                      SERVICE,
                      "/spec/ports/0/targetPort",
                      any -> JSON.textNode("management"))),
          new Mistake(
              "three probes at the management port",
              "a probe at the wrong port",
              change(CONTAINER + "/readinessProbe/httpGet/port", any -> JSON.textNode("http"))),
          new Mistake(
              "three probes at the management port",
              "liveness by readiness",
              change(
                  CONTAINER + "/livenessProbe/httpGet/path",
                  any -> JSON.textNode("/q/health/ready"))),
          new Mistake(
              "three probes at the management port",
              "no startup probe",
              change(CONTAINER + "/startupProbe", any -> MissingNode.getInstance())),
          new Mistake(
              "every variable is a setting",
              "a setting with a slip of the pen",
              variable("FICUS_GROUP_SIZE", "200")),
          new Mistake(
              "every variable is a setting",
              "an address that nobody reads",
              files ->
                  files.change(
                      "ConfigMap",
                      "addresses",
                      "/data",
                      data -> labels(data, "POSTGRES_HOST", "postgres"))),
          new Mistake(
              "passwords come from files",
              "one in the environment",
              variable("QUARKUS_DATASOURCE_PASSWORD", "hunter2")),
          new Mistake(
              "passwords come from files",
              "one in an address",
              files ->
                  files.change(
                      "ConfigMap",
                      "addresses",
                      "/data",
                      data ->
                          labels(
                              data,
                              "ALLOCATION_JDBC_URL",
                              "jdbc:postgresql://p:5432/a?user=a&password=b"))),
          new Mistake(
              "passwords come from files",
              "another's secret",
              change(POD + "/volumes/0/secret/secretName", any -> JSON.textNode("legacy-adapter"))),
          new Mistake(
              "passwords come from files",
              "a secret among the files",
              files ->
                  files
                      .all()
                      .add(
                          object(
                              """
                              {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}"""))),
          new Mistake(
              "pods have no rights in the cluster",
              "a token",
              change(POD + "/automountServiceAccountToken", any -> JSON.booleanNode(true))),
          new Mistake(
              "pods have no rights in the cluster",
              "variables made of the names of services",
              change(POD + "/enableServiceLinks", any -> MissingNode.getInstance())),
          new Mistake(
              "a rollout leaves no gap",
              "one that may be away meanwhile",
              change("/spec/strategy/rollingUpdate/maxUnavailable", any -> JSON.numberNode(1))),
          new Mistake(
              "a rollout leaves no gap",
              "an end that is too soon",
              change(POD + "/terminationGracePeriodSeconds", any -> JSON.numberNode(5))),
          new Mistake(
              "a node can be emptied, and something stays",
              "a budget that lets nobody go",
              files -> budget(files, "minAvailable", 9)),
          new Mistake(
              "a node can be emptied, and something stays",
              "a budget that lets all go",
              files -> budget(files, "maxUnavailable", 2)),
          new Mistake(
              "a node can be emptied, and something stays",
              "one pod",
              change("/spec/replicas", any -> JSON.numberNode(1))),
          new Mistake(
              "pods are spread over nodes",
              "all on one",
              change(POD + "/topologySpreadConstraints", any -> MissingNode.getInstance())),
          new Mistake(
              "scaling is by processor time alone",
              "by the length of a queue",
              files ->
                  scaler(
                      files,
                      "legacy-adapter",
                      """
                      {"type": "External", "external": {"metric": {"name": "rabbitmq_queue_messages"}}}""")),
          new Mistake(
              "scaling is by processor time alone",
              "of allocation-service",
              files ->
                  scaler(
                      files,
                      SERVICE,
                      """
                      {"type": "Resource", "resource": {"name": "cpu"}}""")),
          new Mistake(
              "a shadow has its own database and virtual host",
              "the real virtual host",
              files ->
                  files.change(
                      "ConfigMap",
                      "shadow-addresses",
                      "/data",
                      data -> labels(data, "RABBITMQ_VIRTUAL_HOST", "ficus"))),
          new Mistake(
              "a shadow has its own database and virtual host",
              "the real database",
              files ->
                  files.change("ConfigMap", "shadow-addresses", "/data", any -> JSON.objectNode())),
          new Mistake(
              "a node can be emptied, and something stays",
              "a budget of a shadow",
              files -> files.all().add(budgetOf("shadow-" + SERVICE))),
          new Mistake(
              "who has an address can call it, and nobody else",
              "a shadow that nobody may call",
              files -> files.all().remove(files.the("NetworkPolicy", "to-shadow-" + SERVICE))),
          new Mistake(
              "passwords come from files",
              "a password of the shadow that is not there",
              files ->
                  files.change(
                      "Deployment",
                      "legacy-adapter",
                      CONTAINER + "/volumeMounts",
                      mounts -> JSON.arrayNode().add(mounts.get(1)).add(mounts.get(2)))),
          new Mistake(
              "images have a version",
              "latest",
              change(CONTAINER + "/image", any -> JSON.textNode("ficus/x:latest"))),
          new Mistake(
              "images have a version",
              "none",
              change(CONTAINER + "/image", any -> JSON.textNode("registry:5000/ficus/x"))),
          new Mistake(
              "the network denies by default",
              "what comes in alone",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "nothing",
                      "/spec/policyTypes",
                      any -> JSON.arrayNode().add("Ingress"))),
          new Mistake(
              "who has an address can call it, and nobody else",
              "one side of a connection is missing",
              files -> files.all().remove(files.the("NetworkPolicy", "to-allocation-service"))),
          new Mistake(
              "who has an address can call it, and nobody else",
              "a way that nobody goes",
              files ->
                  files.change(
                      "Deployment", "legacy-adapter", CONTAINER + "/env", any -> JSON.arrayNode())),
          new Mistake(
              "the management port is for monitoring alone",
              "everybody may call at every port",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "calls-of-" + SERVICE,
                      "/spec/ingress",
                      any -> JSON.arrayNode().add(JSON.objectNode()))),
          new Mistake(
              "who has an address can call it, and nobody else",
              "an address without a policy",
              variable("FICUS_AVAILABILITY_ALLOCATION_URL", "http://legacy-adapter:8083")),
          new Mistake(
              "names, databases and the broker can be asked",
              "names by one protocol",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "names",
                      "/spec/egress/0/ports",
                      ports -> JSON.arrayNode().add(ports.get(0)))),
          new Mistake(
              "names, databases and the broker can be asked",
              "the broker at another port",
              files ->
                  files.change(
                      "ConfigMap",
                      "addresses",
                      "/data",
                      data -> labels(data, "RABBITMQ_PORT", "5672"))),
          new Mistake(
              "the management port is for monitoring alone",
              "for all namespaces",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "metrics",
                      "/spec/ingress/0/from/0/namespaceSelector",
                      any -> JSON.objectNode())),
          new Mistake(
              "only a labelled namespace calls from outside",
              "any namespace does",
              files ->
                  files.change(
                      "NetworkPolicy",
                      "calls-of-legacy-adapter",
                      "/spec/ingress/0/from/0/namespaceSelector",
                      any -> JSON.objectNode())));

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assumeTrue(
        ClusterFiles.kustomize().isPresent(),
        "neither kubectl nor kustomize is here: the files for a cluster are not checked");
    for (String folder : ClusterFiles.FOLDERS) {
      BUILT.put(folder, ClusterFiles.built(folder));
    }
  }

  static Stream<String> rules() {
    return ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void every_overlay_keeps(String rule) {
    BUILT.forEach((folder, files) -> assertEquals(List.of(), ALL.get(rule).broken(files), folder));
  }

  @ParameterizedTest
  @FieldSource("MISTAKES")
  void a_rule_notices(Mistake mistake) {
    ClusterFiles files = BUILT.get(ClusterFiles.SHADOWED).copy();
    mistake.made().accept(files);
    assertFalse(ALL.get(mistake.rule()).broken(files).isEmpty(), mistake.rule());
  }

  @Test
  void each_rule_has_a_mistake_that_it_notices() {
    TreeSet<String> blind = new TreeSet<>(ALL.keySet());
    MISTAKES.forEach(mistake -> blind.remove(mistake.rule()));
    assertEquals(new TreeSet<>(), blind);
  }

  private static Consumer<ClusterFiles> change(String path, UnaryOperator<JsonNode> change) {
    return files -> files.change("Deployment", SERVICE, path, change);
  }

  private static Mistake restricted(String control, String where, String field, String value) {
    return new Mistake(
        "restricted: " + control,
        field + " = " + value,
        change(
            where + "/" + field,
            any -> value.equals("null") ? MissingNode.getInstance() : parsed(value)));
  }

  private static Consumer<ClusterFiles> variable(String name, String value) {
    return change(
        CONTAINER + "/env",
        env -> {
          ((ArrayNode) env).addObject().put("name", name).put("value", value);
          return env;
        });
  }

  private static void budget(ClusterFiles files, String field, int pods) {
    files.change(
        "PodDisruptionBudget", SERVICE, "/spec/maxUnavailable", any -> MissingNode.getInstance());
    files.change("PodDisruptionBudget", SERVICE, "/spec/" + field, any -> JSON.numberNode(pods));
  }

  private static ObjectNode budgetOf(String deployment) {
    ObjectNode budget =
        object(
            """
            {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "x"},
             "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {}}}}""");
    ((ObjectNode) budget.at("/spec/selector/matchLabels"))
        .put("app.kubernetes.io/name", deployment);
    return budget;
  }

  private static void scaler(ClusterFiles files, String deployment, String metric) {
    ObjectNode scaler =
        object(
            """
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
         "metadata": {"name": "x"}, "spec": {"scaleTargetRef": {"kind": "Deployment"}}}""");
    ((ObjectNode) scaler.at("/spec/scaleTargetRef")).put("name", deployment);
    ((ObjectNode) scaler.path("spec")).putArray("metrics").add(parsed(metric));
    files.change("Deployment", deployment, "/spec/replicas", any -> MissingNode.getInstance());
    files.all().add(scaler);
  }

  private static JsonNode labels(JsonNode labels, String name, String value) {
    return ((ObjectNode) labels).put(name, value);
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) parsed(text);
  }

  private static JsonNode parsed(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
