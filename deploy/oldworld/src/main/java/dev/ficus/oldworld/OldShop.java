package dev.ficus.oldworld;

import dev.ficus.oldworld.Adapter.GaveUp;
import dev.ficus.oldworld.Report.What;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The old shop: sends the orders of its feed in order of arrival, a few at a time, and afterwards
 * cancels some of them. What happens is told on standard output, one {@link Report} a line.
 */
public final class OldShop {
  private static final int UNUSABLE = 2;

  private final Options options;
  private final Consumer<Report> reports;
  private final Adapter adapter;
  private final ExecutorService calls;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  /**
   * @param reports is told what happens, by several threads
   */
  OldShop(Options options, Consumer<Report> reports) {
    this.options = options;
    this.reports = reports;
    this.adapter = new Adapter(options.adapter(), options.patience());
    this.calls = Executors.newFixedThreadPool(options.inFlight(), OldShop::daemon);
  }

  /** Ends with status 0 when every call was taken, 1 when some were not, 2 when misused. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      Options options = Options.parse(arguments);
      OldShop shop = new OldShop(options, report -> System.out.println(report.toLine()));
      System.exit(shop.sell(read(options)) ? 0 : 1);
    } catch (IllegalArgumentException | IOException misuse) {
      System.err.println("old shop: " + misuse.getMessage());
      System.err.print(Options.USAGE);
      System.exit(UNUSABLE);
    }
  }

  private static List<Order> read(Options options) throws IOException {
    try {
      return Feed.read(options.orders());
    } catch (IOException unreadable) {
      throw new IOException(
          "cannot read %s: %s".formatted(options.orders(), unreadable.getMessage()), unreadable);
    }
  }

  /**
   * Sends all orders, then the cancellations.
   *
   * @return whether every call was taken
   */
  boolean sell(List<Order> orders) throws InterruptedException {
    int lines = orders.stream().mapToInt(order -> order.lines().size()).sum();
    reports.accept(new Report(What.OPENED, "", lines, Integer.toString(orders.size())));
    List<Task> sales = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i);
      if (options.broken() > 0 && (i + 1) % options.broken() == 0) {
        boolean nameless = (i + 1) / options.broken() % 2 == 1;
        sales.add(
            () ->
                nameless
                    ? plant(order, Magento.nameless(order), What.NAMELESS)
                    : plant(order, Magento.cutOff(order), What.CUT_OFF));
      }
      sales.add(() -> send(order));
    }
    boolean sold = all(sales);
    List<Task> cancellations = new ArrayList<>();
    sample(orders).forEach(order -> cancellations.add(() -> cancel(order)));
    boolean cancelled = all(cancellations);
    reports.accept(new Report(What.CLOSED, "", lines, ""));
    return sold && cancelled;
  }

  /** What is to be done about one order. */
  private interface Task {
    /** Whether the adapter did what was asked of it. */
    boolean run() throws InterruptedException;
  }

  /** Begins the tasks in turn, a few at a time; returns when all are done. */
  private boolean all(List<Task> tasks) throws InterruptedException {
    List<Future<Boolean>> results = new ArrayList<>();
    tasks.forEach(task -> results.add(calls.submit(task::run)));
    boolean done = true;
    for (Future<Boolean> result : results) {
      try {
        done &= result.get();
      } catch (ExecutionException defect) {
        throw new IllegalStateException("A call failed by a mistake of ours", defect.getCause());
      }
    }
    return done;
  }

  private boolean send(Order order) throws InterruptedException {
    if (call(order, Magento.create(order), What.REFUSED)) {
      accepted.add(order.id());
      reports.accept(Report.of(What.ACCEPTED, order, ""));
      return true;
    }
    return false;
  }

  private boolean cancel(Order order) throws InterruptedException {
    if (call(order, Magento.cancel(order), What.NOT_CANCELLED)) {
      reports.accept(Report.of(What.CANCELLED, order, ""));
      return true;
    }
    return false;
  }

  private boolean call(Order order, byte[] document, What failure) throws InterruptedException {
    try {
      adapter.callUntilSuccess(
          document, why -> reports.accept(Report.of(What.REPEATING, order, why)));
      return true;
    } catch (GaveUp gaveUp) {
      reports.accept(Report.of(failure, order, gaveUp.getMessage()));
      return false;
    }
  }

  /** Makes a call that no adapter could take; whatever it answers is right, as long as it does. */
  private boolean plant(Order order, byte[] document, What what) throws InterruptedException {
    try {
      reports.accept(Report.of(what, order, adapter.callUntilAnswered(document)));
      return true;
    } catch (GaveUp gaveUp) {
      reports.accept(Report.of(What.REFUSED, order, gaveUp.getMessage()));
      return false;
    }
  }

  /** Every so many of the accepted orders that only order things, in order of arrival. */
  private List<Order> sample(List<Order> orders) {
    List<Order> ordinary =
        orders.stream()
            .filter(order -> order.isOrdinary() && accepted.contains(order.id()))
            .toList();
    return IntStream.range(0, ordinary.size())
        .filter(i -> options.cancelEvery() > 0 && (i + 1) % options.cancelEvery() == 0)
        .mapToObj(ordinary::get)
        .toList();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "call");
    thread.setDaemon(true);
    return thread;
  }
}
