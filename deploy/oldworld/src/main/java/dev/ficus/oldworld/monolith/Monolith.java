package dev.ficus.oldworld.monolith;

import dev.ficus.oldworld.CallCounts;
import dev.ficus.oldworld.Feed;
import dev.ficus.oldworld.Mischief;
import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.Program;
import dev.ficus.oldworld.Question;
import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Message.Header;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.Response;
import dev.ficus.oldworld.wire.WebClient;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import dev.ficus.oldworld.wire.XmlRpc.Answer;
import dev.ficus.oldworld.wire.XmlRpc.Call;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The monolith: answers XML-RPC at any path but {@code /control}, is sent its orders or asks for
 * them, has a stock and decisions of its own, records every byte, and reports to the shop.
 */
public final class Monolith {
  /** Milliseconds between two looks at what is due. */
  private static final int DECIDES_EVERY = 20;

  private final MonolithApi api;
  private final MonolithControl control;
  private final Mischief mischief;
  private final CallCounts counts;
  private final Seed seed;
  private final Optional<String> basic;

  private Monolith(
      MonolithApi api,
      MonolithControl control,
      Mischief mischief,
      CallCounts counts,
      Seed seed,
      Optional<String> basic) {
    this.api = api;
    this.control = control;
    this.mischief = mischief;
    this.counts = counts;
    this.seed = seed;
    this.basic = basic;
  }

  /** It as a program, with no options yet. */
  public static Program program() {
    return new MonolithOptions();
  }

  /** Prints its port as the first line and serves until it is ended; status 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(program().commandLine().execute(arguments));
  }

  /**
   * Starts it.
   *
   * @throws RuntimeException when the options are wrong; its message names them
   * @throws IOException when the orders cannot be read, or the port is taken
   */
  public static WebServer open(String... arguments) throws IOException {
    MonolithOptions options = new MonolithOptions();
    options.commandLine().parseArgs(arguments);
    return open(options);
  }

  static WebServer open(MonolithOptions options) throws IOException {
    ShopCalls.BatchMethods methods = options.batchMethods();
    Seed seed = options.seed();
    List<String> skus =
        Feed.read(options.orders).stream()
            .flatMap(order -> order.lines().stream())
            .map(Order.Line::sku)
            .distinct()
            .toList();
    Warehouse warehouse = new Warehouse(options.opening(skus), seed);
    Policy policy = options.policy();
    Fulfilment fulfilment =
        new Fulfilment(
            warehouse,
            policy,
            options.today,
            Duration.ofMillis(options.decidesAfter),
            System::nanoTime);
    Optional<Recording> recording = options.recordingOfCalls();
    Optional<ShopCalls> shop =
        options
            .shop()
            .map(
                address ->
                    new ShopCalls(
                        session(address, options, recording), options.figuresBy, methods));
    Optional<Pulling> pulling =
        options
            .pullFrom()
            .map(
                address ->
                    new Pulling(
                        session(address, options, recording), fulfilment, options.pullOverlap()));
    Moves moves =
        new Moves(warehouse, fulfilment, shop, options.namesBatches(), options.today, seed);
    CallCounts counts = new CallCounts();
    Mischief mischief = options.mischief();
    Monolith monolith =
        new Monolith(
            new MonolithApi(warehouse, fulfilment, options.today, seed, counts),
            new MonolithControl(
                warehouse,
                fulfilment,
                policy,
                moves,
                new Despatches(fulfilment, shop),
                shop,
                pulling,
                counts,
                mischief,
                options.recordingFile()),
            mischief,
            counts,
            seed,
            options.basic());
    WebServer server =
        new WebServer(options.address(), options.port(), monolith::answer, options.recording());
    Program.goOn(moves::next, options.movesPerSecond);
    Program.goOnEvery(fulfilment::decide, options.decidesAfter == 0 ? 0 : DECIDES_EVERY);
    Program.goOnEvery(() -> moves.restateChanged(false), options.reportsEvery);
    pulling.ifPresent(own -> Program.goOnEvery(() -> pull(own), options.pullEvery));
    return server;
  }

  private static ShopSession session(
      URI address, MonolithOptions options, Optional<Recording> recording) {
    return new ShopSession(new WebClient(address, recording), options.access());
  }

  private static void pull(Pulling pulling) throws InterruptedException {
    try {
      pulling.pull();
    } catch (IOException noAnswer) {
      // It asks again with the next round.
    }
  }

  private Response answer(Message request) throws IOException, InterruptedException {
    if (request.isControl()) {
      return control.answer(Question.of(request));
    }
    if (!mayCall(request)) {
      Response refusal = Response.line(401, "who are you?");
      return new Response(
          401, List.of(new Header("WWW-Authenticate", "Basic realm=\"Lager\"")), refusal.body());
    }
    counts.begin();
    try {
      return answer(request.body());
    } finally {
      counts.end();
    }
  }

  private Response answer(byte[] document) throws InterruptedException {
    Optional<Call> call = MonolithApi.read(document);
    String method = call.map(Call::method).orElse("");
    Mischief.Fate fate = mischief.next(call.map(MonolithApi::meant).orElse(""));
    return fate.answer(
        () -> {
          Answer answer =
              call.map(read -> api.answer(read, document, fate)).orElseGet(api::unreadable);
          Handwriting hand = Handwriting.of(method, seed);
          return new Response(200, hand.headers(), out -> XmlRpc.write(answer, hand.style(), out));
        });
  }

  private boolean mayCall(Message request) {
    return basic.isEmpty()
        || request
            .header("Authorization")
            .map(("Basic " + encoded(basic.get()))::equals)
            .orElse(false);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
