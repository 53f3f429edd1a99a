package dev.ficus.checks.kubernetes;

import static dev.ficus.checks.kubernetes.ClusterFiles.container;
import static dev.ficus.checks.kubernetes.ClusterFiles.each;
import static dev.ficus.checks.kubernetes.ClusterFiles.label;
import static dev.ficus.checks.kubernetes.ClusterFiles.name;
import static dev.ficus.checks.kubernetes.ClusterFiles.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.ficus.checks.ServiceSettings;
import dev.ficus.checks.kubernetes.NetworkRules.Peer;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What has to be true of the objects of a cluster. */
final class ClusterRules {
  /** Finds what breaks a rule, a line each. */
  interface ClusterRule {
    List<String> broken(ClusterFiles files);
  }

  /** By a name that says what is kept. */
  static final Map<String, ClusterRule> ALL = all();

  private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|_KEY).*");
  private static final Pattern SERVICE_URL = Pattern.compile("http://([a-z-]+):(\\d+)");
  private static final String NAME = "kubernetes.io/metadata.name";

  private ClusterRules() {}

  private static Map<String, ClusterRule> all() {
    Map<String, ClusterRule> rules = new LinkedHashMap<>();
    rules.put("the official models know every field", ClusterRules::unknownToTheModels);
    rules.put("the namespace refuses pods that are not restricted", ClusterRules::namespace);
    RestrictedPods.CONTROLS.forEach(
        (name, control) ->
            rules.put(
                "restricted: " + name, everyOne("Deployment", pod -> control.test(template(pod)))));
    rules.put(
        "the root file system is only read",
        everyOne(
            "Deployment",
            pod -> container(pod).at("/securityContext/readOnlyRootFilesystem").asBoolean()));
    rules.put("processor and memory are asked for, memory has a limit", ClusterRules::resources);
    rules.put("every selector selects", ClusterRules::selectors);
    rules.put("ports are those of the service", ClusterRules::ports);
    rules.put("three probes at the management port", ClusterRules::probes);
    rules.put("every variable is a setting", ClusterRules::settings);
    rules.put("passwords come from files", ClusterRules::secrets);
    rules.put("pods have no rights in the cluster", ClusterRules::rights);
    rules.put("a rollout leaves no gap", ClusterRules::rollouts);
    rules.put("a node can be emptied, and something stays", ClusterRules::disruptions);
    rules.put("pods are spread over nodes", ClusterRules::spread);
    rules.put("scaling is by processor time alone", ClusterRules::scaling);
    rules.put("a shadow has its own database and virtual host", ClusterRules::shadow);
    rules.put("images have a version", ClusterRules::images);
    rules.put(
        "the network denies by default",
        files ->
            new NetworkRules(files).denyByDefault() ? List.of() : List.of("no policy denies all"));
    rules.put("who has an address can call it, and nobody else", ClusterRules::calls);
    rules.put("names, databases and the broker can be asked", ClusterRules::servers);
    rules.put("the management port is for monitoring alone", ClusterRules::monitoring);
    rules.put("only a labelled namespace calls from outside", ClusterRules::outside);
    return rules;
  }

  private interface Property {
    boolean holds(JsonNode object);
  }

  private static ClusterRule everyOne(String kind, Property property) {
    return files ->
        files.of(kind).stream()
            .filter(object -> !property.holds(object))
            .map(ClusterFiles::label)
            .toList();
  }

  private static List<String> unknownToTheModels(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (ObjectNode object : files.all()) {
      JsonElement element = JsonParser.parseString(object.toString());
      try {
        Class<?> model = model(object);
        // The one knows fields that do not exist and that are missing, the other types and amounts.
        model.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
        JSON.getGson().fromJson(element, model);
      } catch (InvocationTargetException e) {
        broken.add(label(object) + ": " + e.getCause().getMessage());
      } catch (ReflectiveOperationException | RuntimeException e) {
        broken.add(label(object) + ": " + e);
      }
    }
    return broken;
  }

  private static Class<?> model(JsonNode object) throws ClassNotFoundException {
    String group = object.path("apiVersion").asText();
    String version = group.substring(group.indexOf('/') + 1).toUpperCase(Locale.ROOT);
    return Class.forName(
        "io.kubernetes.client.openapi.models." + version + object.path("kind").asText());
  }

  private static List<String> namespace(ClusterFiles files) {
    List<ObjectNode> namespaces = files.of("Namespace");
    if (namespaces.size() != 1) {
      return List.of(namespaces.size() + " namespaces");
    }
    List<String> broken = new ArrayList<>();
    if (!NetworkRules.labels(namespaces.get(0))
        .getOrDefault("pod-security.kubernetes.io/enforce", "")
        .equals("restricted")) {
      broken.add("its level is not restricted");
    }
    files.all().stream()
        .filter(object -> !object.path("kind").asText().equals("Namespace"))
        .filter(
            object -> !object.at("/metadata/namespace").asText().equals(name(namespaces.get(0))))
        .forEach(object -> broken.add(label(object) + " is outside"));
    return broken;
  }

  private static List<String> resources(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode deployment : files.of("Deployment")) {
      JsonNode resources = container(deployment).path("resources");
      String limit = resources.at("/limits/memory").asText();
      String request = resources.at("/requests/memory").asText();
      if (resources.at("/requests/cpu").asText().isEmpty() || request.isEmpty()) {
        broken.add(name(deployment) + " asks for nothing");
      } else if (limit.isEmpty() || amount(limit).compareTo(amount(request)) < 0) {
        broken.add(name(deployment) + " has no limit of memory above what it asks for");
      }
    }
    return broken;
  }

  private static BigDecimal amount(String quantity) {
    return Quantity.fromString(quantity).getNumber();
  }

  private static List<String> selectors(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    List<ObjectNode> deployments = files.of("Deployment");
    for (JsonNode deployment : deployments) {
      if (!selects(deployment.at("/spec/selector"), deployment)) {
        broken.add(label(deployment) + " does not select its own pods");
      }
      for (JsonNode constraint :
          each(template(deployment).at("/spec/topologySpreadConstraints")).toList()) {
        if (!selects(constraint.path("labelSelector"), deployment)) {
          broken.add(label(deployment) + " spreads others");
        }
      }
    }
    for (JsonNode service : files.of("Service")) {
      List<ObjectNode> selected =
          deployments.stream()
              .filter(
                  deployment ->
                      service.at("/spec/selector").properties().stream()
                          .allMatch(
                              label ->
                                  label
                                      .getValue()
                                      .asText()
                                      .equals(
                                          NetworkRules.labels(template(deployment))
                                              .get(label.getKey()))))
              .toList();
      if (selected.size() != 1 || !name(selected.get(0)).equals(name(service))) {
        broken.add(label(service) + " does not select the pods of its name alone");
      }
    }
    for (JsonNode policy : files.of("NetworkPolicy")) {
      Stream<JsonNode> within =
          Stream.of("ingress/from", "egress/to")
              .map(path -> path.split("/"))
              .flatMap(
                  path ->
                      each(policy.path("spec").path(path[0]))
                          .flatMap(rule -> each(rule.path(path[1]))))
              .filter(peer -> !peer.has("namespaceSelector") && peer.has("podSelector"))
              .map(peer -> peer.path("podSelector"));
      Stream.concat(Stream.of(policy.at("/spec/podSelector")), within)
          .filter(selector -> deployments.stream().noneMatch(pods -> selects(selector, pods)))
          .forEach(selector -> broken.add(label(policy) + " selects nothing by " + selector));
    }
    return broken;
  }

  private static boolean selects(JsonNode selector, JsonNode deployment) {
    return NetworkRules.selects(selector, NetworkRules.labels(template(deployment)));
  }

  private static List<String> ports(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode deployment : files.of("Deployment")) {
      ServiceSettings settings = ClusterFiles.settings(deployment);
      if (port(deployment, "http").path("containerPort").asInt()
              != settings.number("quarkus.http.port")
          || management(deployment) != settings.number("quarkus.management.port")
          || !template(deployment)
              .at("/metadata/annotations")
              .path("prometheus.io/port")
              .asText()
              .equals(String.valueOf(management(deployment)))) {
        broken.add(label(deployment));
      }
    }
    for (JsonNode service : files.of("Service")) {
      JsonNode deployment = files.the("Deployment", name(service));
      for (JsonNode port : service.at("/spec/ports")) {
        JsonNode target = port(deployment, port.path("targetPort").asText());
        if (port.path("port").asInt() != target.path("containerPort").asInt()
            || target.path("name").asText().equals("management")) {
          broken.add(label(service));
        }
      }
    }
    return broken;
  }

  private static JsonNode port(JsonNode deployment, String name) {
    return each(container(deployment).path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static int management(JsonNode deployment) {
    return port(deployment, "management").path("containerPort").asInt();
  }

  private static List<String> probes(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    Map<String, String> paths =
        Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");
    for (JsonNode deployment : files.of("Deployment")) {
      paths.forEach(
          (probe, path) -> {
            JsonNode get = container(deployment).path(probe).path("httpGet");
            if (!get.path("path").asText().equals(path)
                || !get.path("port").asText().equals("management")
                || management(deployment) == 0) {
              broken.add(name(deployment) + ": " + probe);
            }
          });
    }
    return broken;
  }

  private static List<String> settings(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    Map<String, Boolean> ofMaps = new LinkedHashMap<>();
    for (JsonNode deployment : files.of("Deployment")) {
      ServiceSettings settings = ClusterFiles.settings(deployment);
      for (JsonNode variable : container(deployment).path("env")) {
        if (!settings.knows(variable.path("name").asText())) {
          broken.add(name(deployment) + " does not know " + variable.path("name").asText());
        }
      }
      files
          .environment(deployment)
          .keySet()
          .forEach(
              variable -> ofMaps.merge(variable, settings.knows(variable), Boolean::logicalOr));
    }
    ofMaps.forEach(
        (variable, known) -> {
          if (!known) {
            broken.add("nobody knows " + variable);
          }
        });
    return broken;
  }

  private static List<String> secrets(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    files.of("Secret").forEach(secret -> broken.add(label(secret) + " is in the files"));
    for (JsonNode deployment : files.of("Deployment")) {
      files.environment(deployment).entrySet().stream()
          .filter(
              variable ->
                  SECRET.matcher(variable.getKey()).matches()
                      || variable.getValue().contains("password="))
          .forEach(variable -> broken.add(name(deployment) + ": " + variable.getKey()));
      Stream.of(
              files
                  .environment(deployment)
                  .getOrDefault("SMALLRYE_CONFIG_LOCATIONS", "")
                  .split(",", -1))
          .filter(file -> !isMounted(deployment, file))
          .forEach(file -> broken.add(name(deployment) + " has no secret at " + file));
    }
    return broken;
  }

  /** Whether a secret of its own is there: of its name, or for what it does in a shadow. */
  private static boolean isMounted(JsonNode deployment, String file) {
    List<String> own = List.of(name(deployment), name(deployment) + "-shadow");
    return each(container(deployment).path("volumeMounts"))
        .filter(mount -> file.startsWith(mount.path("mountPath").asText() + "/"))
        .anyMatch(
            mount ->
                each(template(deployment).at("/spec/volumes"))
                    .filter(volume -> volume.path("name").equals(mount.path("name")))
                    .anyMatch(volume -> own.contains(volume.at("/secret/secretName").asText())));
  }

  private static List<String> rights(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode deployment : files.of("Deployment")) {
      JsonNode pod = template(deployment).path("spec");
      JsonNode account = files.the("ServiceAccount", pod.path("serviceAccountName").asText());
      if (pod.path("automountServiceAccountToken").asBoolean(true)
          || account.path("automountServiceAccountToken").asBoolean(true)) {
        broken.add(name(deployment) + " has a token");
      }
      if (pod.path("enableServiceLinks").asBoolean(true)) {
        broken.add(name(deployment) + " has variables of services");
      }
    }
    files.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding").stream()
        .map(ClusterFiles::label)
        .forEach(broken::add);
    return broken;
  }

  private static List<String> rollouts(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode deployment : files.of("Deployment")) {
      JsonNode update = deployment.at("/spec/strategy/rollingUpdate");
      if (update.path("maxUnavailable").asInt(1) != 0 || update.path("maxSurge").asInt() < 1) {
        broken.add(name(deployment) + " ends a pod before another is ready");
      }
      ServiceSettings settings = ClusterFiles.settings(deployment);
      Duration ends =
          settings
              .seconds("quarkus.shutdown.delay")
              .plus(settings.seconds("quarkus.shutdown.timeout"));
      Duration grace =
          Duration.ofSeconds(
              template(deployment).at("/spec/terminationGracePeriodSeconds").asInt());
      if (grace.compareTo(ends) <= 0) {
        broken.add(name(deployment) + " is killed before it has ended");
      }
    }
    return broken;
  }

  /** How many pods a deployment has at least. */
  private static int pods(ClusterFiles files, JsonNode deployment) {
    return scaler(files, deployment)
        .map(scaler -> scaler.at("/spec/minReplicas").asInt(1))
        .orElse(deployment.at("/spec/replicas").asInt(1));
  }

  private static Optional<ObjectNode> scaler(ClusterFiles files, JsonNode deployment) {
    return files.of("HorizontalPodAutoscaler").stream()
        .filter(each -> each.at("/spec/scaleTargetRef/name").asText().equals(name(deployment)))
        .findFirst();
  }

  private static List<String> disruptions(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode deployment : files.of("Deployment")) {
      List<ObjectNode> budgets =
          files.of("PodDisruptionBudget").stream()
              .filter(budget -> selects(budget.at("/spec/selector"), deployment))
              .toList();
      if (ClusterFiles.isShadow(deployment)) {
        // It may be away: then what it decides comes late, and nobody waits for that.
        budgets.forEach(budget -> broken.add(label(budget) + " keeps a shadow"));
        continue;
      }
      if (budgets.size() != 1) {
        broken.add(name(deployment) + " has " + budgets.size() + " budgets");
        continue;
      }
      int pods = pods(files, deployment);
      JsonNode budget = budgets.get(0).path("spec");
      int mayGo =
          budget.has("maxUnavailable")
              ? budget.path("maxUnavailable").asInt()
              : pods - budget.path("minAvailable").asInt();
      if (mayGo < 1) {
        broken.add(name(deployment) + " blocks the emptying of a node");
      }
      if (pods - mayGo < 1) {
        broken.add(name(deployment) + " may go as a whole");
      }
    }
    return broken;
  }

  private static List<String> spread(ClusterFiles files) {
    return files.of("Deployment").stream()
        .filter(
            deployment ->
                each(template(deployment).at("/spec/topologySpreadConstraints"))
                    .noneMatch(
                        constraint ->
                            constraint
                                .path("topologyKey")
                                .asText()
                                .equals("kubernetes.io/hostname")))
        .map(ClusterFiles::label)
        .toList();
  }

  private static List<String> scaling(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode scaler : files.of("HorizontalPodAutoscaler")) {
      JsonNode deployment =
          files.the("Deployment", scaler.at("/spec/scaleTargetRef/name").asText());
      boolean byCpu =
          each(scaler.at("/spec/metrics"))
              .allMatch(
                  metric ->
                      metric.path("type").asText().equals("Resource")
                          && metric.at("/resource/name").asText().equals("cpu"));
      if (!byCpu || scaler.at("/spec/metrics").isEmpty()) {
        broken.add(label(scaler) + " looks at something else");
      }
      if (name(deployment).endsWith("allocation-service")) {
        broken.add("one pod of allocation-service takes the commands, however many there are");
      }
      if (deployment.at("/spec").has("replicas")) {
        broken.add(label(deployment) + " has a number that each apply would set again");
      }
    }
    return broken;
  }

  private static List<String> shadow(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    for (JsonNode shadow :
        files.of("Deployment").stream().filter(ClusterFiles::isShadow).toList()) {
      Map<String, String> its = files.environment(shadow);
      Map<String, String> real =
          files.environment(files.the("Deployment", name(shadow).replaceFirst("^shadow-", "")));
      Map<String, String> adapter = files.environment(files.the("Deployment", "legacy-adapter"));
      Stream.of("ALLOCATION_JDBC_URL", "QUARKUS_DATASOURCE_USERNAME", "RABBITMQ_VIRTUAL_HOST")
          .filter(variable -> its.getOrDefault(variable, "").equals(real.get(variable)))
          .forEach(variable -> broken.add(name(shadow) + " is at the real " + variable));
      if (!its.get("RABBITMQ_VIRTUAL_HOST")
          .equals(adapter.get("FICUS_LEGACY_SHADOW_VIRTUAL_HOST"))) {
        broken.add(name(shadow) + " is not in the virtual host that is fed");
      }
    }
    return broken;
  }

  private static List<String> images(ClusterFiles files) {
    return files.of("Deployment").stream()
        .flatMap(deployment -> RestrictedPods.containers(template(deployment)))
        .map(container -> container.path("image").asText())
        .filter(
            image -> !image.matches("[^:]+(:\\d+/[^:]+)?:[\\w.-]+") || image.endsWith(":latest"))
        .toList();
  }

  private static List<String> calls(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    NetworkRules network = new NetworkRules(files);
    for (JsonNode from : files.of("Deployment")) {
      for (JsonNode to : files.of("Deployment")) {
        for (JsonNode port : container(to).path("ports")) {
          boolean needed =
              files.environment(from).values().stream()
                  .map(SERVICE_URL::matcher)
                  .anyMatch(
                      url ->
                          url.matches()
                              && url.group(1).equals(name(to))
                              && url.group(2).equals(port.path("containerPort").asText()));
          if (network.connects(from, to, port) != needed) {
            broken.add(
                "%s %s %s at its port %s"
                    .formatted(
                        name(from),
                        needed ? "cannot call" : "may call",
                        name(to),
                        port.path("name").asText()));
          }
        }
      }
    }
    return broken;
  }

  private static List<String> servers(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    NetworkRules network = new NetworkRules(files);
    Peer dns = new Peer(Map.of("k8s-app", "kube-dns"), Map.of(NAME, "kube-system"));
    for (JsonNode deployment : files.of("Deployment")) {
      for (String protocol : List.of("UDP", "TCP")) {
        ObjectNode port = ((ObjectNode) deployment).objectNode();
        port.put("containerPort", 53).put("protocol", protocol);
        if (!network.sends(deployment, dns, port)) {
          broken.add(name(deployment) + " cannot look up names by " + protocol);
        }
      }
      Map<String, String> environment = files.environment(deployment);
      List<Integer> ports = new ArrayList<>();
      ports.add(Integer.parseInt(environment.get("RABBITMQ_PORT")));
      environment.forEach(
          (variable, value) -> {
            if (variable.endsWith("_JDBC_URL")) {
              ports.add(URI.create(value.substring("jdbc:".length())).getPort());
            }
          });
      ports.stream()
          .distinct()
          .filter(port -> !network.sendsOutside(deployment, port))
          .forEach(port -> broken.add(name(deployment) + " cannot call port " + port));
    }
    return broken;
  }

  private static List<String> monitoring(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    NetworkRules network = new NetworkRules(files);
    for (JsonNode deployment : files.of("Deployment")) {
      JsonNode management = port(deployment, "management");
      JsonNode http = port(deployment, "http");
      Peer monitoring = Peer.ofNamespace(NAME, "monitoring");
      Peer other = Peer.ofNamespace(NAME, "default");
      if (!network.receives(deployment, monitoring, management)
          || network.receives(deployment, monitoring, http)
          || network.receives(deployment, other, management)
          || network.receives(
              deployment, Peer.ofNamespace("ficus/calls-" + name(deployment), "yes"), management)) {
        broken.add(label(deployment));
      }
    }
    return broken;
  }

  private static List<String> outside(ClusterFiles files) {
    List<String> broken = new ArrayList<>();
    NetworkRules network = new NetworkRules(files);
    for (JsonNode deployment : files.of("Deployment")) {
      JsonNode http = port(deployment, "http");
      for (String service : ServiceSettings.SERVICES) {
        Peer labelled = Peer.ofNamespace("ficus/calls-" + service, "yes");
        if (network.receives(deployment, labelled, http) != service.equals(name(deployment))) {
          broken.add(label(deployment) + " and a namespace that may call " + service);
        }
      }
      if (network.receives(deployment, Peer.ofNamespace(NAME, "default"), http)) {
        broken.add(label(deployment) + " and any namespace");
      }
    }
    return broken;
  }
}
