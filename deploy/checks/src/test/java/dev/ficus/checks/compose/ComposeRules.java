package dev.ficus.checks.compose;

import static dev.ficus.checks.compose.ComposeFile.environment;
import static dev.ficus.checks.compose.ComposeFile.secrets;
import static dev.ficus.checks.compose.ComposeFile.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.ServiceSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What has to be true of the compose file, beside what its schema says. */
final class ComposeRules {
  /** Finds what breaks a rule, a line each. */
  interface ComposeRule {
    List<String> broken(ComposeFile file);
  }

  /** By a name that says what is kept. */
  static final Map<String, ComposeRule> ALL = all();

  private static final Pattern VERSION =
      Pattern.compile("[^:]+:(?!latest$)(v?\\d[\\w.-]*|\\$\\{FICUS_VERSION:-\\d[\\w.-]*})");
  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY)(?!.*FILE).*");
  private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:\\d+:(\\d+)");
  private static final Pattern NUMBERS = Pattern.compile("[1-9]\\d*(:\\d+)?");
  private static final Set<String> SERVERS =
      Set.of("postgres", "rabbitmq", "prometheus", "grafana");

  private ComposeRules() {}

  private static Map<String, ComposeRule> all() {
    Map<String, ComposeRule> rules = new LinkedHashMap<>();
    rules.put(
        "images have a version, unless they are built here",
        everyService(
            service ->
                service.has("build") || VERSION.matcher(service.path("image").asText()).matches()));
    rules.put(
        "processors, memory and processes are limited",
        everyService(
            service -> Stream.of("cpus", "mem_limit", "pids_limit").allMatch(service::hasNonNull)));
    rules.put(
        "the root file system is only read",
        everyService(service -> service.path("read_only").asBoolean()));
    rules.put(
        "no capabilities, and none to be had",
        everyService(
            service ->
                texts(service.path("cap_drop")).anyMatch("ALL"::equals)
                    && !service.has("cap_add")
                    && !service.path("privileged").asBoolean()
                    && texts(service.path("security_opt"))
                        .anyMatch("no-new-privileges:true"::equals)));
    rules.put(
        "a user that is not root",
        everyService(service -> NUMBERS.matcher(service.path("user").asText()).matches()));
    // In a list in one line a comma between options would begin another folder.
    rules.put(
        "temporary folders are whole",
        everyService(
            service ->
                texts(service.path("tmpfs"))
                    .allMatch(folder -> folder.matches("/[\\w/]+:([\\w=]+,)*mode=\\d+"))));
    rules.put("nothing of the host", ComposeRules::ofTheHost);
    rules.put("what is mounted is there", ComposeRules::mounted);
    rules.put("passwords come from files", ComposeRules::secret);
    rules.put("every variable of a service is a setting", ComposeRules::settings);
    rules.put("servers are asked how they are", ComposeRules::health);
    rules.put("services wait for their servers", ComposeRules::waiting);
    rules.put("only the loopback is listened on", ComposeRules::ports);
    rules.put("networks separate", ComposeRules::networks);
    rules.put("what ends may end by itself", ComposeRules::ends);
    rules.put("a shadow has its own database and virtual host", ComposeRules::shadow);
    rules.put(
        "what has ended is started again",
        everyService(service -> service.path("restart").asText().equals("unless-stopped")));
    rules.put(
        "logs do not fill the disk",
        everyService(service -> service.at("/logging/options").hasNonNull("max-size")));
    rules.put("all that is declared is used", ComposeRules::used);
    return rules;
  }

  private interface Property {
    boolean holds(JsonNode service);
  }

  private static ComposeRule everyService(Property property) {
    return file ->
        file.services().entrySet().stream()
            .filter(service -> !property.holds(service.getValue()))
            .map(Map.Entry::getKey)
            .toList();
  }

  private static List<String> ofTheHost(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    file.services()
        .forEach(
            (name, service) -> {
              Stream.of("network_mode", "pid", "ipc", "uts", "devices", "userns_mode")
                  .filter(service::has)
                  .forEach(field -> broken.add(name + ": " + field));
              texts(service.path("volumes"))
                  .filter(volume -> volume.startsWith("/") || volume.contains(".sock"))
                  .forEach(volume -> broken.add(name + ": " + volume));
            });
    return broken;
  }

  private static List<String> mounted(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    file.services()
        .forEach(
            (name, service) ->
                texts(service.path("volumes"))
                    .map(volume -> volume.split(":"))
                    .filter(volume -> volume[0].startsWith("."))
                    .filter(
                        volume ->
                            !volume[volume.length - 1].equals("ro")
                                || !Files.exists(ComposeFile.HOME.resolve(volume[0])))
                    .forEach(volume -> broken.add(name + ": " + volume[0])));
    return broken;
  }

  private static List<String> secret(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    JsonNode declared = file.root().path("secrets");
    declared
        .properties()
        .forEach(
            secret -> {
              if (!secret.getValue().path("file").asText().startsWith("./secret/")) {
                broken.add(secret.getKey() + " is no file that git does not see");
              }
            });
    file.services()
        .forEach(
            (name, service) -> {
              Map<String, String> found = secrets(service);
              environment(service)
                  .forEach(
                      (variable, value) -> {
                        if (SECRET.matcher(variable).matches() || value.contains("password=")) {
                          broken.add(name + ": " + variable);
                        }
                        if ((variable.endsWith("FILE") || variable.endsWith("LOCATIONS"))
                            && !found.values().containsAll(List.of(value.split(",")))) {
                          broken.add(name + " has no " + value);
                        }
                      });
              found.keySet().stream()
                  .filter(secret -> !declared.has(secret))
                  .forEach(secret -> broken.add(name + ": no secret " + secret));
            });
    return broken;
  }

  private static List<String> settings(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    file.ours()
        .forEach(
            (name, service) ->
                environment(file.service(name)).keySet().stream()
                    .filter(variable -> !ServiceSettings.of(service).knows(variable))
                    .forEach(variable -> broken.add(name + " does not know " + variable)));
    return broken;
  }

  private static List<String> health(ComposeFile file) {
    return SERVERS.stream()
        .filter(
            name -> {
              JsonNode check = file.service(name).path("healthcheck");
              return !check.at("/test/0").asText().equals("CMD")
                  || !check.hasNonNull("interval")
                  || !check.hasNonNull("timeout")
                  || !check.hasNonNull("start_period");
            })
        .toList();
  }

  private static List<String> waiting(ComposeFile file) {
    return file.ours().keySet().stream()
        .filter(
            name ->
                !Stream.of("postgres", "rabbitmq")
                    .allMatch(
                        server ->
                            file.service(name)
                                .at("/depends_on/" + server + "/condition")
                                .asText()
                                .equals("service_healthy")))
        .toList();
  }

  private static List<String> ports(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    Set<Integer> hidden = new TreeSet<>();
    ServiceSettings.SERVICES.forEach(
        name -> hidden.add(ServiceSettings.of(name).number("quarkus.management.port")));
    file.services()
        .forEach(
            (name, service) ->
                texts(service.path("ports"))
                    .filter(
                        port ->
                            !LOOPBACK.matcher(port).matches()
                                || hidden.contains(
                                    Integer.parseInt(port.substring(port.lastIndexOf(':') + 1))))
                    .forEach(port -> broken.add(name + ": " + port)));
    for (String name : ServiceSettings.SERVICES) {
      int port = ServiceSettings.of(name).number("quarkus.http.port");
      if (texts(file.service(name).path("ports")).noneMatch(each -> each.endsWith(":" + port))) {
        broken.add(name + " cannot be asked at its port " + port);
      }
    }
    return broken;
  }

  private static List<String> networks(ComposeFile file) {
    Set<String> services = new TreeSet<>(file.ours().keySet());
    Set<String> broker = new TreeSet<>(services);
    broker.addAll(Set.of("prometheus", "grafana"));
    Map<String, Set<String>> expected = new LinkedHashMap<>();
    expected.put("postgres", services);
    expected.put("rabbitmq", broker);
    expected.put("old-shop", Set.of("legacy-adapter", "old-monolith"));
    expected.put("old-monolith", Set.of("legacy-adapter", "old-shop"));
    List<String> broken = new ArrayList<>();
    expected.forEach(
        (name, others) -> {
          if (!file.reaches(name).equals(others)) {
            broken.add(name + " reaches " + file.reaches(name));
          }
        });
    return broken;
  }

  /** Two of the same service by one broker and one database would take each other's work. */
  private static List<String> shadow(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    Map<String, String> places = new LinkedHashMap<>();
    file.ours()
        .forEach(
            (name, service) -> {
              Map<String, String> environment = environment(file.service(name));
              for (String place :
                  List.of(
                      service + " " + environment.get("RABBITMQ_VIRTUAL_HOST"),
                      "user " + environment.get("QUARKUS_DATASOURCE_USERNAME"))) {
                String other = places.put(place, name);
                if (other != null) {
                  broken.add("%s and %s: %s".formatted(other, name, place));
                }
              }
            });
    Map<String, String> adapter = environment(file.service("legacy-adapter"));
    String fed = adapter.get("FICUS_LEGACY_SHADOW_VIRTUAL_HOST");
    if (fed != null && !places.containsKey("allocation-service " + fed)) {
      broken.add("nobody is in the virtual host that is fed: " + fed);
    }
    return broken;
  }

  private static List<String> ends(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    file.ours()
        .forEach(
            (name, service) -> {
              ServiceSettings settings = ServiceSettings.of(service);
              Duration ends =
                  settings
                      .seconds("quarkus.shutdown.delay")
                      .plus(settings.seconds("quarkus.shutdown.timeout"));
              String grace = file.service(name).path("stop_grace_period").asText("10s");
              if (Duration.parse("PT" + grace.toUpperCase(Locale.ROOT)).compareTo(ends) <= 0) {
                broken.add(name + " is killed before it has ended");
              }
            });
    return broken;
  }

  private static List<String> used(ComposeFile file) {
    List<String> broken = new ArrayList<>();
    Set<String> secrets = new TreeSet<>();
    Set<String> volumes = new TreeSet<>();
    Set<String> networks = new TreeSet<>();
    file.services()
        .values()
        .forEach(
            service -> {
              secrets.addAll(secrets(service).keySet());
              texts(service.path("volumes"))
                  .map(volume -> volume.split(":")[0])
                  .filter(volume -> !volume.startsWith("."))
                  .forEach(volumes::add);
              texts(service.path("networks")).forEach(networks::add);
            });
    Map.of("secrets", secrets, "volumes", volumes, "networks", networks)
        .forEach(
            (kind, used) -> {
              Set<String> declared = new TreeSet<>();
              file.root().path(kind).properties().forEach(each -> declared.add(each.getKey()));
              if (!declared.equals(used)) {
                broken.add("%s: declared %s, used %s".formatted(kind, declared, used));
              }
            });
    return broken;
  }
}
