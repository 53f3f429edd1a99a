package dev.ficus.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of the teams, which people write, and says what is wrong with them. */
public final class TeamFiles {
  /** What decides who fulfils a product is a matter of the adapter's cut-over alone. */
  static final Set<String> NOBODYS = Set.of("open_product", "close_product");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,38}[a-z0-9]");
  private static final Set<String> FIELDS = Set.of("team", "sends", "reads");
  private static final String ALL = "all";

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final Contracts contracts;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> fileByTeam = new TreeMap<>();

  private TeamFiles(Contracts contracts) {
    this.contracts = contracts;
  }

  /**
   * Reads all teams of a folder, by name.
   *
   * @throws ProblemsException when a file is wrong
   * @throws IOException when the folder or a file cannot be read
   */
  public static List<Team> read(Path folder, Contracts contracts)
      throws IOException, ProblemsException {
    TeamFiles reader = new TeamFiles(contracts);
    Map<String, Team> teams = new TreeMap<>();
    for (Path file : files(folder)) {
      reader.team(file).ifPresent(team -> teams.put(team.name(), team));
    }
    if (!reader.problems.isEmpty()) {
      throw new ProblemsException(reader.problems);
    }
    return List.copyOf(teams.values());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  /** Empty when the file is wrong, which is noted. */
  private Optional<Team> team(Path path) throws IOException {
    String file = path.getFileName().toString();
    int before = problems.size();
    if (!file.endsWith(".yaml")) {
      problem(file, "", "is no file of a team: its name has to end in .yaml");
      return Optional.empty();
    }
    JsonNode tree;
    try {
      tree = YAML.readTree(path.toFile());
    } catch (JsonProcessingException e) {
      problem(file, "", "cannot be read: " + firstLine(e));
      return Optional.empty();
    }
    if (!tree.isObject()) {
      problem(file, "", "has to have the fields team, sends and reads");
      return Optional.empty();
    }
    tree.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                problem(file, field, "is no field of a team; there are team, sends and reads");
              }
            });
    String name = name(file, tree.path("team"));
    SortedSet<String> sends = sends(file, tree.path("sends"));
    Map<String, Optional<SortedSet<String>>> reads = reads(file, tree.path("reads"));
    if (tree.path("sends").isMissingNode() && tree.path("reads").isMissingNode()) {
      problem(file, "", "grants nothing: it has to have sends, or reads, or both");
    }
    return problems.size() > before ? Optional.empty() : Optional.of(new Team(name, sends, reads));
  }

  private String name(String file, JsonNode field) {
    String name = field.asText();
    if (!field.isTextual() || !NAME.matcher(name).matches()) {
      problem(
          file,
          "team",
          "has to be a name of 3 to 40 small letters, digits and hyphens that begins with a letter,"
              + " such as web-shop");
      return "";
    }
    if (isOurs(name)) {
      problem(file, "team", name + " is a name of Ficus itself; take that of the team");
      return "";
    }
    String other = fileByTeam.putIfAbsent(name, file);
    if (other != null) {
      problem(file, "team", "%s is the team of %s; a team has one file".formatted(name, other));
    }
    return name;
  }

  /** A team reads what begins with its name: of ours nothing may. */
  private boolean isOurs(String name) {
    return FixedUser.RESERVED.contains(name)
        || FixedUser.ALL.stream().anyMatch(user -> user.name().equals(name))
        || Stream.concat(
                contracts.eventsByExchange().keySet().stream(), Stream.of(Contracts.COMMANDS))
            .anyMatch(exchange -> exchange.startsWith(name + "."));
  }

  private SortedSet<String> sends(String file, JsonNode field) {
    SortedSet<String> grantable = new TreeSet<>(contracts.commands());
    grantable.removeAll(NOBODYS);
    SortedSet<String> sends = new TreeSet<>();
    for (String command : names(file, "sends", field)) {
      if (NOBODYS.contains(command)) {
        problem(
            file,
            "sends",
            command + " is granted to nobody: products are opened and closed by the cut-over");
      } else if (!grantable.contains(command)) {
        unknown(file, "sends", command + " is no command", grantable);
      }
      sends.add(command);
    }
    return sends;
  }

  private Map<String, Optional<SortedSet<String>>> reads(String file, JsonNode field) {
    Map<String, Optional<SortedSet<String>>> reads = new TreeMap<>();
    if (field.isMissingNode()) {
      return reads;
    }
    if (!field.isObject() || field.isEmpty()) {
      problem(
          file,
          "reads",
          "has to name exchanges, each with a list of events or with all; exchanges are "
              + String.join(", ", contracts.eventsByExchange().keySet()));
      return reads;
    }
    for (Map.Entry<String, JsonNode> each : field.properties()) {
      String exchange = each.getKey();
      SortedSet<String> known = contracts.eventsByExchange().get(exchange);
      if (known == null) {
        unknown(
            file,
            "reads",
            exchange + " is no exchange of events",
            contracts.eventsByExchange().keySet());
      } else if (each.getValue().isTextual() && each.getValue().asText().equals(ALL)) {
        reads.put(exchange, Optional.empty());
      } else {
        reads.put(exchange, Optional.of(events(file, exchange, each.getValue(), known)));
      }
    }
    return reads;
  }

  private SortedSet<String> events(
      String file, String exchange, JsonNode listed, SortedSet<String> known) {
    String field = "reads: " + exchange;
    SortedSet<String> events = new TreeSet<>();
    for (String event : names(file, field, listed)) {
      if (!known.contains(event)) {
        unknown(file, field, event + " is no event of it", known);
      }
      events.add(event);
    }
    return events;
  }

  private List<String> names(String file, String field, JsonNode listed) {
    List<String> names = new ArrayList<>();
    if (listed.isMissingNode()) {
      return names;
    }
    if (!listed.isArray() || listed.isEmpty()) {
      problem(file, field, "has to be a list of names, such as [allocate, deallocate]");
      return names;
    }
    for (JsonNode each : listed) {
      if (!each.isTextual()) {
        problem(file, field, each + " is no name");
      } else if (names.contains(each.asText())) {
        problem(file, field, each.asText() + " is there twice");
      } else {
        names.add(each.asText());
      }
    }
    return names;
  }

  private void unknown(String file, String field, String what, Collection<String> known) {
    problem(file, field, "%s; there are %s".formatted(what, String.join(", ", known)));
  }

  private void problem(String file, String field, String words) {
    problems.add(new Problem(file, field, words));
  }

  private static String firstLine(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
    return e.getOriginalMessage().lines().findFirst().orElse("it is no YAML") + where;
  }
}
