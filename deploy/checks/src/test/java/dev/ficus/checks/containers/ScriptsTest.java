package dev.ficus.checks.containers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts of deploy/containers make of their options, and of what is missing. */
class ScriptsTest {
  private static final String AVAILABILITY = "availability-service";
  private static final Pattern OPTION = Pattern.compile("(?m)^    (--[a-z][a-z |-]*)\\)");

  @TempDir private Path folder;
  private ScriptRun machine;

  @BeforeEach
  void prepare() throws IOException {
    machine = new ScriptRun(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "check", "base"})
  void help_is_the_comment_at_its_head_and_names_every_option(String script) throws Exception {
    ScriptRun.Ended help = machine.run(script, "--help");
    assertEquals(0, help.status());
    assertThat(help.output(), containsString("deploy/containers/" + script));
    OPTION
        .matcher(Files.readString(machine.file("deploy/containers/" + script)))
        .results()
        .flatMap(options -> Pattern.compile(" \\| ").splitAsStream(options.group(1)))
        .forEach(option -> assertThat(help.output(), containsString(option)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "check", "base"})
  void what_is_no_option_is_refused(String script) throws Exception {
    machine.has("podman");
    assertRefused(script + ": there is no option --fast; see --help", script, "--fast");
    assertRefused(script + ": --with needs a value", script, "--with");
  }

  @Test
  void what_is_missing_is_named_with_what_installs_it() throws Exception {
    assertRefused(
        "build: none of these can be used here: podman buildah docker\nbuild: install one with: sudo apt-get install -y podman",
        "build",
        "--prebuilt");
    assertRefused(
        "check: none of these can be used here: podman docker\ncheck: install one with: sudo apt-get install -y podman",
        "check");
    assertRefused("build: buildah cannot be used here", "build", "--jvm", "--with", "buildah");
    machine.has("podman");
    assertRefused(
        "base: mmdebstrap is missing\nbase: install it with: sudo apt-get install -y mmdebstrap",
        "base");
    assertRefused(
        "build: there is no executable in availability-service/target\n"
            + "build: make one with: mvn -T1 package -DskipTests -Dnative -pl availability-service -am",
        "build",
        "--prebuilt",
        AVAILABILITY);
  }

  @Test
  void options_that_do_not_fit_are_refused() throws Exception {
    machine.has("podman");
    assertThat(machine.run("build").output(), startsWith("build: --native needs --builder IMAGE"));
    assertRefused("build: --builder is for --native alone", "build", "--jvm", "--builder", "b");
    assertRefused(
        "build: --libraries is for --prebuilt alone", "build", "--jvm", "--libraries", "/lib");
    assertRefused(
        "build: there is no folder /nowhere", "build", "--prebuilt", "--libraries", "/nowhere");
    assertRefused(
        "build: there is no service shop; there are: allocation-service availability-service legacy-adapter",
        "build",
        "--prebuilt",
        "shop");
  }

  @Test
  void docker_without_its_daemon_counts_as_missing() throws Exception {
    machine.has("docker", "exit 1");
    assertThat(machine.run("check").output(), startsWith("check: none of these can be used here"));
  }

  @Test
  void an_image_that_is_not_there_is_named_with_what_makes_it() throws Exception {
    machine.has("podman", "exit 1");
    assertRefused(
        "check: there is no image ficus/allocation-service:9\n"
            + "check: make it with: deploy/containers/build --jvm",
        "check",
        "--jvm",
        "--tag",
        "9");
  }

  @Test
  void an_executable_is_packed_with_its_libraries_and_what_is_in_it() throws Exception {
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    Files.writeString(libraries.resolve("libnet.so"), "a library");
    machine
        .has("podman")
        .has(
            "mvn",
            "mkdir -p availability-service/target; echo '{}' >availability-service/target/sbom.json")
        .hasFile("availability-service/target/availability-service-1-runner", "a program");
    ScriptRun.Ended ended =
        machine.run(
            "build",
            "--prebuilt",
            "--base",
            "own/base:1",
            "--libraries",
            libraries.toString(),
            "--tag",
            "7",
            "--source",
            "https://example.org/ficus",
            AVAILABILITY);
    assertEquals(0, ended.status(), ended.output());
    Path image = machine.file("deploy/containers/target/availability-service");
    assertEquals("a program", Files.readString(image.resolve("root/ficus/service")));
    assertEquals("a library", Files.readString(image.resolve("root/ficus/lib/libnet.so")));
    assertEquals("{}", Files.readString(image.resolve("root/ficus/sbom.json")).strip());
    assertEquals(
        "rwxr-xr-x",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(image.resolve("root/ficus/service"))));
    List<String> calls = machine.calls("podman");
    assertEquals(1, calls.size());
    for (String expected :
        List.of(
            "build --file ",
            "/Containerfile.prebuilt --tag ficus/availability-service:7 ",
            " --build-arg BASE=own/base:1 ",
            " --build-arg TITLE=availability-service ",
            " --build-arg VERSION=7 ",
            " --build-arg REVISION=unknown ",
            " --build-arg SOURCE=https://example.org/ficus ",
            " --build-arg CREATED=2026-01-01T00:00:00Z ",
            " --build-arg PORT=8082 ",
            " --build-arg MANAGEMENT_PORT=9082 ",
            " --timestamp 1767225600 ")) {
      assertThat(calls.get(0), containsString(expected));
    }
    assertTrue(calls.get(0).endsWith(image.toString()), calls.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "echo https://me:secret@example.org/ficus, , ' SOURCE=https://example.org/ficus ', abc",
    "echo git@example.org:ficus, , ' SOURCE= ', abc",
    "exit 2, M pom.xml, ' SOURCE= ', abc-changed"
  })
  void an_image_is_labelled_with_its_commit(
      String origin, String changes, String source, String revision) throws Exception {
    machine
        .has("podman")
        .has(
            "git",
            """
            case "$*" in
              *rev-parse*) echo abc ;;
              *log*) echo 1700000000 ;;
              *status*) echo '%s' | sed /^$/d ;;
              *remote*) %s ;;
            esac"""
                .formatted(changes == null ? "" : changes, origin))
        .has("mvn", "echo '{}' >availability-service/target/sbom.json")
        .hasFile("availability-service/target/availability-service-1-runner", "a program");
    ScriptRun.Ended ended = machine.run("build", "--prebuilt", AVAILABILITY);
    assertEquals(0, ended.status(), ended.output());
    String call = machine.calls("podman").get(0);
    assertThat(call, containsString(source));
    assertThat(call, containsString(" REVISION=" + revision + " "));
    assertThat(call, containsString(" CREATED=2023-11-14T22:13:20Z "));
    assertThat(call, containsString(" --timestamp 1700000000 "));
  }

  @Test
  void every_service_has_an_image_with_the_projects_version_unless_some_are_named()
      throws Exception {
    machine
        .has("buildah")
        .has(
            "mvn",
            "for s in allocation-service availability-service legacy-adapter; do echo '{}' >$s/target/sbom.json; done");
    for (String service : List.of("allocation-service", AVAILABILITY, "legacy-adapter")) {
      machine.hasFile(service + "/target/" + service + "-1-runner", "a program");
    }
    ScriptRun.Ended ended = machine.run("build", "--prebuilt");
    assertEquals(0, ended.status(), ended.output());
    assertEquals(
        List.of(
            "ficus/allocation-service:%s 8081 9081".formatted(version()),
            "ficus/availability-service:%s 8082 9082".formatted(version()),
            "ficus/legacy-adapter:%s 8083 9083".formatted(version())),
        machine.calls("buildah").stream()
            .map(
                call ->
                    call.replaceAll(
                        ".*--tag (\\S+) .* PORT=(\\d+) .*MANAGEMENT_PORT=(\\d+) .*", "$1 $2 $3"))
            .toList());
  }

  @Test
  void a_build_that_fails_ends_it_with_status_1() throws Exception {
    machine
        .has("podman", "exit 125")
        .has("mvn", "echo '{}' >availability-service/target/sbom.json")
        .hasFile("availability-service/target/availability-service-1-runner", "a program");
    assertEquals(1, machine.run("build", "--prebuilt", AVAILABILITY).status());
  }

  private static String version() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>ficus</artifactId>\\s*<version>(.+?)</version>")
            .matcher(Files.readString(Path.of("../../pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }

  private void assertRefused(String message, String script, String... arguments) throws Exception {
    ScriptRun.Ended ended = machine.run(script, arguments);
    assertEquals(message, ended.output());
    assertEquals(2, ended.status());
  }
}
