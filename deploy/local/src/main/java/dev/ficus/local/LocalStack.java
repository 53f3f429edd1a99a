package dev.ficus.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A PostgreSQL and a RabbitMQ on this machine, for tests and demonstrations.
 *
 * <p>They come from the environment ({@code FICUS_POSTGRES_URL}; {@code FICUS_RABBITMQ_URL} and
 * {@code FICUS_RABBITMQ_MANAGEMENT_URL}) or are started for this stack alone, on free ports of the
 * loopback address and with data that is deleted at the end. Such servers never outlive the process
 * they were started for, however it ends.
 */
public final class LocalStack implements AutoCloseable {
  private final Databases databases;
  private final VirtualHosts virtualHosts;
  private final Addresses addresses;
  private final boolean configuredPostgres;
  private final boolean configuredRabbit;
  private final Optional<PrivateServers> servers;

  private LocalStack(Machine machine, Addresses addresses, Optional<PrivateServers> servers) {
    this.addresses = addresses;
    this.databases = new Databases(addresses.postgresUrl());
    this.virtualHosts = new VirtualHosts(addresses.rabbit());
    this.configuredPostgres = Addresses.configuredPostgres(machine).isPresent();
    this.configuredRabbit = Addresses.configuredRabbit(machine).isPresent();
    this.servers = servers;
  }

  /**
   * A stack for this process alone. It ends when it is closed, and at the latest with this process.
   *
   * @throws LocalStackException when a server cannot be had; the message says what to install or to
   *     set
   */
  public static LocalStack start() {
    return start(Machine.here());
  }

  /**
   * The stack that all test processes of one Maven build share; the first one starts it, and it
   * ends with the build. Outside a build it belongs to this process. Nobody closes it: {@link
   * #close()} does nothing to its servers.
   *
   * @throws LocalStackException when a server cannot be had; the message says what to install or to
   *     set
   */
  public static LocalStack shared() {
    return shared(Machine.here());
  }

  /**
   * A PostgreSQL for this process alone, which ends when it is closed and at the latest with this
   * process, beside the RabbitMQ of {@link #shared()}.
   *
   * @throws LocalStackException when a server cannot be had; the message says what to install or to
   *     set
   */
  public static LocalStack startPostgres() {
    return startPostgres(Machine.here());
  }

  /**
   * The same, from the programs in this folder, such as {@code /usr/lib/postgresql/15/bin}: for
   * tests of what is done with the other programs there.
   */
  public static LocalStack startPostgres(Path programs) {
    return startPostgres(Machine.here().with(PrivatePostgres.PROGRAMS, programs.toString()));
  }

  private static LocalStack startPostgres(Machine machine) {
    RabbitAddress rabbit = shared(machine).addresses().rabbit();
    PrivateServers servers = PrivateServers.start(machine, true, false);
    return new LocalStack(
        machine,
        new Addresses(servers.postgres().orElseThrow().url(), rabbit),
        Optional.of(servers));
  }

  static LocalStack start(Machine machine) {
    Optional<String> postgres = Addresses.configuredPostgres(machine);
    Optional<RabbitAddress> rabbit = Addresses.configuredRabbit(machine);
    if (postgres.isPresent() && rabbit.isPresent()) {
      return new LocalStack(machine, new Addresses(postgres.get(), rabbit.get()), Optional.empty());
    }
    PrivateServers servers = PrivateServers.start(machine, postgres.isEmpty(), rabbit.isEmpty());
    Addresses addresses =
        new Addresses(
            postgres.orElseGet(() -> servers.postgres().orElseThrow().url()),
            rabbit.orElseGet(() -> servers.rabbit().orElseThrow().address()));
    return new LocalStack(machine, addresses, Optional.of(servers));
  }

  static LocalStack shared(Machine machine) {
    Optional<String> postgres = Addresses.configuredPostgres(machine);
    Optional<RabbitAddress> rabbit = Addresses.configuredRabbit(machine);
    Addresses addresses =
        postgres.isPresent() && rabbit.isPresent()
            ? new Addresses(postgres.get(), rabbit.get())
            : SharedStack.join(machine);
    LocalStack stack = new LocalStack(machine, addresses, Optional.empty());
    if (postgres.isPresent() || rabbit.isPresent()) {
      // Servers that outlive the build are left as they were found.
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "ficus-cleanup"));
    }
    return stack;
  }

  /**
   * Creates an empty database and a role that owns it.
   *
   * @param name what the database is for; its real name gets a suffix nobody else has
   */
  public Database createDatabase(String name) {
    return databases.create(name);
  }

  /**
   * Copies a database as it is now, for the same role: a backup, or what was restored from one.
   *
   * @param original of this stack; whoever is connected to it is cut off
   */
  public Database copyDatabase(Database original) {
    return databases.copy(original);
  }

  /**
   * Creates an empty virtual host.
   *
   * @param name what the virtual host is for; its real name gets a suffix nobody else has
   */
  public VirtualHost createVirtualHost(String name) {
    return virtualHosts.create(name);
  }

  /**
   * Imports definitions into RabbitMQ: users, and what they may do in their virtual hosts. A broker
   * that is shared has them until its end, so their names should be nobody else's.
   *
   * @param definitions JSON text, as RabbitMQ's management interface takes it
   */
  public void define(String definitions) {
    virtualHosts.define(definitions);
  }

  /** Deletes a user of RabbitMQ, if it is there; its connections end. */
  public void deleteUser(String user) {
    virtualHosts.deleteUser(user);
  }

  /**
   * The PostgreSQL of a stack made by {@link #start()}, to be stopped, killed and started.
   *
   * @throws IllegalStateException when the server is not this stack's own: shared, or configured by
   *     the environment
   */
  public Server postgres() {
    return servers.<Server>flatMap(PrivateServers::postgres).orElseThrow(LocalStack::notOwn);
  }

  /**
   * The RabbitMQ of a stack made by {@link #start()}, to be stopped, killed and started.
   *
   * @throws IllegalStateException when the server is not this stack's own: shared, or configured by
   *     the environment
   */
  public Server rabbit() {
    return servers.<Server>flatMap(PrivateServers::rabbit).orElseThrow(LocalStack::notOwn);
  }

  /** The JDBC URL of a superuser, for what a database's own role may not do: creating roles. */
  public String superuserUrl() {
    return addresses.postgresUrl();
  }

  /**
   * A command as the user that the PostgreSQL of this stack runs as: its programs refuse root.
   *
   * @throws IllegalStateException when the server is not this stack's own
   */
  public List<String> asPostgres(List<String> command) {
    return ownPostgres().asItsUser(command);
  }

  /**
   * Gives a file or folder to that user.
   *
   * @throws IllegalStateException when the server is not this stack's own
   */
  public void giveToPostgres(Path file) {
    ownPostgres().give(file);
  }

  private PrivatePostgres ownPostgres() {
    return servers.flatMap(PrivateServers::postgres).orElseThrow(LocalStack::notOwn);
  }

  Addresses addresses() {
    return addresses;
  }

  /**
   * Ends the servers of a private stack and deletes their data. On servers configured by the
   * environment, deletes the databases and virtual hosts this stack created.
   */
  @Override
  public void close() {
    if (configuredPostgres) {
      databases.dropAll();
    }
    if (configuredRabbit) {
      virtualHosts.deleteAll();
    }
    servers.ifPresent(PrivateServers::close);
  }

  private static IllegalStateException notOwn() {
    return new IllegalStateException(
        "This server is not the stack's own. Only LocalStack.start() gives servers that may be stopped.");
  }

  /** The servers that were started for one stack. */
  private record PrivateServers(
      StackFolder folder, Optional<PrivatePostgres> postgres, Optional<Rabbit> rabbit)
      implements AutoCloseable {

    static PrivateServers start(Machine machine, boolean postgres, boolean rabbit) {
      StackFolder folder = StackFolder.create(machine);
      try {
        CompletableFuture<Optional<Rabbit>> rabbitStart =
            // When PostgreSQL fails, nobody waits for RabbitMQ's download any more.
            Background.supply(
                () -> rabbit ? Optional.of(RabbitSource.start(machine, folder)) : Optional.empty());
        Optional<PrivatePostgres> started =
            postgres ? Optional.of(PrivatePostgres.create(machine, folder)) : Optional.empty();
        return new PrivateServers(folder, started, rabbitStart.join());
      } catch (CompletionException failure) {
        folder.close();
        throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
      } catch (RuntimeException failure) {
        folder.close();
        throw failure;
      }
    }

    @Override
    public void close() {
      folder.close();
    }
  }
}
