package dev.ficus.legacy.switching;

import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.RollBackSteps.SourceAnswer;
import dev.ficus.legacy.switching.RollBackSteps.SourceTelling;
import dev.ficus.legacy.switching.RollBackSteps.Tellable;
import dev.ficus.legacy.switching.SetAsideSettings.SetAsideMethod;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Value;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Methods by which sources are told to set units aside for lines of ours. */
@Startup
@ApplicationScoped
class SourceMethods {

  private static final Logger LOG = Logger.getLogger(SourceMethods.class);
  private static final String SKU = "{sku}";
  private static final String UNITS = "{units}";
  private static final String REFERENCE = "{reference}";
  private static final String BATCH = "{batch}";
  private static final List<String> ALL = List.of(SKU, UNITS, REFERENCE);

  private final Map<String, SourceMethod> methods = new TreeMap<>();
  private final Tellable tellable;

  SourceMethods(SetAsideSettings settings, Shops shops) {
    settings
        .setAside()
        .forEach((source, method) -> methods.put(source, SourceMethod.of(source, method, shops)));
    tellable = new Tellable(told(method -> true), told(method -> method.mentions(REFERENCE)));
  }

  private Set<String> told(Predicate<SourceMethod> which) {
    Set<String> told = new HashSet<>();
    methods.forEach(
        (source, method) -> {
          if (which.test(method)) {
            told.add(source);
            if (method.mentions(BATCH)) {
              told.add(NamedSource.of(source, ""));
            }
          }
        });
    return told;
  }

  void stop(@Observes ShutdownEvent event) {
    methods.values().forEach(method -> method.threads().shutdownNow());
  }

  /** The sources that have one; a repeat is harmless for those that are given the reference. */
  Tellable tellable() {
    return tellable;
  }

  /**
   * Tells them.
   *
   * @return the answers, without those that did not come
   * @throws InterruptedException when it is to stop
   */
  List<SourceAnswer> tell(List<SourceTelling> tellings) throws InterruptedException {
    Map<String, List<SourceTelling>> bySource =
        tellings.stream()
            .collect(Collectors.groupingBy(each -> NamedSource.sourceOf(each.source())));
    List<SourceAnswer> answers = new ArrayList<>();
    for (Map.Entry<String, List<SourceTelling>> each : bySource.entrySet()) {
      answers.addAll(methods.get(each.getKey()).tell(each.getValue()));
    }
    return answers;
  }

  /** The method of one source. */
  private record SourceMethod(
      String source,
      String name,
      List<String> parameters,
      Map<String, String> members,
      XmlRpcClient client,
      ExecutorService threads) {

    static SourceMethod of(String source, SetAsideMethod settings, Shops shops) {
      String keys = "ficus.legacy.set-aside." + source;
      SourceMethod method =
          new SourceMethod(
              source,
              settings.method(),
              settings.parameters().orElse(settings.members().isEmpty() ? ALL : List.of()),
              new TreeMap<>(settings.members()),
              new XmlRpcClient(
                  HttpCaller.withCookies(
                      Address.of(
                          settings.url(), settings.user(), settings.password(), keys + ".url")),
                  TimeLimits.of(settings.timeout()),
                  shops.limits()),
              Executors.newFixedThreadPool(
                  settings.callsAtOnce(),
                  work -> {
                    Thread thread = new Thread(work, "set-aside-" + source);
                    thread.setDaemon(true);
                    return thread;
                  }));
      for (String part : List.of(SKU, UNITS)) {
        if (!method.mentions(part)) {
          throw new ConfigurationException(
              "%s.parameters or .members must have %s: without it the monolith is told nothing"
                  .formatted(keys, part));
        }
      }
      return method;
    }

    boolean mentions(String part) {
      return Stream.concat(parameters.stream(), members.values().stream())
          .anyMatch(text -> text.contains(part));
    }

    List<SourceAnswer> tell(List<SourceTelling> tellings) throws InterruptedException {
      List<Callable<Optional<SourceAnswer>>> calls = new ArrayList<>();
      tellings.forEach(telling -> calls.add(() -> tell(telling)));
      List<SourceAnswer> answers = new ArrayList<>();
      for (Future<Optional<SourceAnswer>> each : threads.invokeAll(calls)) {
        try {
          each.get().ifPresent(answers::add);
        } catch (ExecutionException failure) {
          throw new IllegalStateException(failure.getCause());
        }
      }
      return answers;
    }

    private Optional<SourceAnswer> tell(SourceTelling telling) {
      try {
        Answer answer = client.call(call(telling), Map.of());
        Optional<String> fault =
            answer instanceof Answer.Fault refused
                ? Optional.of("fault %d, %s".formatted(refused.code(), refused.message()))
                : Optional.empty();
        return Optional.of(new SourceAnswer(telling.reference(), fault));
      } catch (IOException lost) {
        LOG.warnf(
            "It is not known whether %s has set %s of %s aside (reference %s): %s",
            source,
            Many.of(telling.units(), "unit", "units"),
            telling.sku(),
            telling.reference(),
            lost.getMessage());
        return Optional.empty();
      }
    }

    private Call call(SourceTelling telling) {
      List<Value> values = new ArrayList<>();
      parameters.forEach(text -> values.add(value(text, telling)));
      if (!members.isEmpty()) {
        Map<String, Value> struct = new LinkedHashMap<>();
        members.forEach((member, text) -> struct.put(member, value(text, telling)));
        values.add(new Value.Struct(struct));
      }
      return new Call(name, values);
    }

    /** Units that stand alone are a number, all else is text. */
    private static Value value(String text, SourceTelling telling) {
      return text.equals(UNITS)
          ? new Value.Int(telling.units())
          : new Value.Text(
              text.replace(SKU, telling.sku())
                  .replace(UNITS, Long.toString(telling.units()))
                  .replace(BATCH, NamedSource.batchref(telling.source()).orElse(""))
                  .replace(REFERENCE, telling.reference().toString()));
    }
  }
}
