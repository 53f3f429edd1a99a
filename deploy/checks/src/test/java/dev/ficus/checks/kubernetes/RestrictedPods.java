package dev.ficus.checks.kubernetes;

import static dev.ficus.checks.kubernetes.ClusterFiles.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The controls of Kubernetes' pod security standard "restricted", with those of "baseline" that it
 * includes. A pod that breaks one is refused in a namespace of that level.
 */
final class RestrictedPods {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
  private static final Set<String> SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes");

  /** By its name, whether a pod template keeps the control. */
  static final Map<String, Predicate<JsonNode>> CONTROLS = controls();

  private RestrictedPods() {}

  private static Map<String, Predicate<JsonNode>> controls() {
    Map<String, Predicate<JsonNode>> controls = new LinkedHashMap<>();
    controls.put(
        "no HostProcess",
        pod -> contexts(pod).noneMatch(all -> all.at("/windowsOptions/hostProcess").asBoolean()));
    controls.put(
        "no namespaces of the host",
        pod ->
            Stream.of("hostNetwork", "hostPID", "hostIPC")
                .noneMatch(field -> pod.path("spec").path(field).asBoolean()));
    controls.put(
        "not privileged",
        pod -> contexts(pod).noneMatch(all -> all.path("privileged").asBoolean()));
    controls.put(
        "no capabilities",
        pod ->
            containers(pod)
                .map(container -> container.at("/securityContext/capabilities"))
                .allMatch(
                    capabilities ->
                        texts(capabilities.path("drop")).anyMatch("ALL"::equals)
                            && texts(capabilities.path("add"))
                                .allMatch("NET_BIND_SERVICE"::equals)));
    controls.put(
        "volumes that are the pod's own",
        pod ->
            each(pod.at("/spec/volumes"))
                .flatMap(volume -> volume.properties().stream())
                .map(Map.Entry::getKey)
                .allMatch(field -> field.equals("name") || VOLUMES.contains(field)));
    controls.put(
        "no ports of the host",
        pod ->
            containers(pod)
                .flatMap(container -> each(container.path("ports")))
                .allMatch(port -> port.path("hostPort").asInt() == 0));
    controls.put(
        "AppArmor stays on",
        pod ->
            contexts(pod)
                    .map(all -> all.at("/appArmorProfile/type").asText("RuntimeDefault"))
                    .allMatch(type -> type.isEmpty() || isDefaultOrLocal(type))
                && pod.at("/metadata/annotations").properties().stream()
                    .filter(
                        annotation ->
                            annotation.getKey().startsWith("container.apparmor.security.beta"))
                    .map(annotation -> annotation.getValue().asText())
                    .allMatch(
                        value ->
                            value.equals("runtime/default") || value.startsWith("localhost/")));
    controls.put(
        "SELinux stays on",
        pod ->
            contexts(pod)
                .map(all -> all.path("seLinuxOptions"))
                .allMatch(
                    options ->
                        SELINUX_TYPES.contains(options.path("type").asText())
                            && options.path("user").asText().isEmpty()
                            && options.path("role").asText().isEmpty()));
    controls.put(
        "the usual /proc",
        pod ->
            contexts(pod)
                .allMatch(all -> all.path("procMount").asText("Default").equals("Default")));
    controls.put(
        "a seccomp profile",
        pod ->
            containers(pod)
                    .allMatch(
                        container ->
                            isDefaultOrLocal(
                                either(pod, container, "/seccompProfile/type").asText()))
                && contexts(pod)
                    .noneMatch(
                        all -> all.at("/seccompProfile/type").asText().equals("Unconfined")));
    controls.put(
        "harmless sysctls",
        pod ->
            each(pod.at("/spec/securityContext/sysctls"))
                .allMatch(sysctl -> SYSCTLS.contains(sysctl.path("name").asText())));
    controls.put(
        "probes of the pod itself",
        pod ->
            containers(pod)
                .flatMap(
                    container ->
                        Stream.of(
                                "/livenessProbe",
                                "/readinessProbe",
                                "/startupProbe",
                                "/lifecycle/postStart",
                                "/lifecycle/preStop")
                            .map(container::at))
                .flatMap(probe -> Stream.of("/httpGet/host", "/tcpSocket/host").map(probe::at))
                .allMatch(host -> host.asText().isEmpty()));
    controls.put(
        "no more rights than at the start",
        pod ->
            containers(pod)
                .map(container -> container.at("/securityContext/allowPrivilegeEscalation"))
                .allMatch(allowed -> allowed.isBoolean() && !allowed.asBoolean()));
    controls.put(
        "not as root",
        pod ->
            containers(pod)
                .allMatch(container -> either(pod, container, "/runAsNonRoot").asBoolean()));
    controls.put(
        "a user that is not root",
        pod -> contexts(pod).allMatch(all -> all.path("runAsUser").asInt(1) != 0));
    return controls;
  }

  private static boolean isDefaultOrLocal(String type) {
    return type.equals("RuntimeDefault") || type.equals("Localhost");
  }

  /** What a container says itself counts before what the pod says. */
  private static JsonNode either(JsonNode pod, JsonNode container, String path) {
    JsonNode own = container.at("/securityContext" + path);
    return own.isMissingNode() ? pod.at("/spec/securityContext" + path) : own;
  }

  /** The security contexts of the pod and of all its containers. */
  private static Stream<JsonNode> contexts(JsonNode pod) {
    return Stream.concat(
        Stream.of(pod.at("/spec/securityContext")),
        containers(pod).map(container -> container.path("securityContext")));
  }

  static Stream<JsonNode> containers(JsonNode pod) {
    return Stream.of("containers", "initContainers", "ephemeralContainers")
        .flatMap(kind -> each(pod.path("spec").path(kind)));
  }

  private static Stream<String> texts(JsonNode list) {
    List<JsonNode> values = each(list).toList();
    return values.stream().map(JsonNode::asText);
  }
}
