package dev.ficus.rabbitmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: files of teams, contracts and passwords in, definitions and grants out. */
@Command(
    name = "deploy/rabbitmq/definitions",
    description = {
      "Makes RabbitMQ's definitions, and the grants that allocation-service reads, from the files of"
          + " the teams. A password is read from a file and is nowhere in what is made.",
      ""
    })
public final class Main implements Callable<Integer> {
  @Option(names = "--project", hidden = true, required = true)
  private Path project;

  @Option(
      names = "--teams",
      paramLabel = "FOLDER",
      description = "the files of the teams; deploy/rabbitmq/teams, if none is named")
  private Path teams;

  @Option(
      names = "--passwords",
      paramLabel = "FOLDER",
      description =
          "the passwords, each in a file rabbitmq-NAME of a team or service; rabbitmq-NAME.2 makes a"
              + " second user of it")
  private Path passwords;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "what RabbitMQ imports; needs --passwords")
  private Path output;

  @Option(
      names = "--grants",
      paramLabel = "FILE",
      description = "what ficus.allocation.grants names")
  private Path grants;

  @Option(
      names = "--virtual-host",
      paramLabel = "NAME",
      defaultValue = Definitions.USUAL_HOST,
      description =
          "the virtual host (${DEFAULT-VALUE}); with another name it has users of its own,"
              + " USER@NAME, beside those of ${DEFAULT-VALUE}")
  private String virtualHost;

  @Option(names = "--table", description = "print what each user may do, as a table for people")
  private boolean table;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  private Main() {}

  /** Ends with status 1 when a file is wrong or cannot be read, 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main()).execute(arguments);
  }

  @Override
  public Integer call() {
    if (output == null && grants == null && !table || output != null && passwords == null) {
      System.err.println(
          "definitions: say --passwords and --output, --grants, or --table; --help says more");
      return CommandLine.ExitCode.USAGE;
    }
    if (!virtualHost.matches("[A-Za-z0-9._-]{1,100}")) {
      System.err.println(
          "definitions: --virtual-host has to be of letters, digits, dots, hyphens and underscores");
      return CommandLine.ExitCode.USAGE;
    }
    try {
      make();
      return CommandLine.ExitCode.OK;
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> System.err.println("definitions: " + problem));
    } catch (NoSuchFileException | NotDirectoryException e) {
      System.err.println("definitions: there is no " + e.getMessage());
    } catch (IOException e) {
      System.err.println("definitions: " + e.getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void make() throws IOException, ProblemsException {
    Contracts contracts = Contracts.read(project);
    Path folder = teams == null ? project.resolve("deploy/rabbitmq/teams") : teams;
    List<Team> read = TeamFiles.read(folder, contracts);
    Definitions definitions = new Definitions(virtualHost, read, contracts);
    if (output != null) {
      write(output, definitions.json(Passwords.read(passwords, definitions.names())));
    }
    if (grants != null) {
      write(grants, definitions.grants());
    }
    if (table) {
      new AccessTable(definitions).markdown().forEach(System.out::println);
    }
  }

  /** Whole or not at all: others read it while it is made anew. */
  private static void write(Path file, String content) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".new");
    Files.writeString(part, content);
    Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
