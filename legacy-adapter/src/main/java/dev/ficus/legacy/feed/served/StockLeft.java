package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.StockCut;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of a call of the monolith to the shop without the figures of our SKUs, which the
 * shop has from us, and without what is kept back of its news. Calls in it of which nothing is left
 * are answered here, with true, and the shop's answers to the others keep their places.
 */
final class StockLeft {

  private final Call call;
  private final Dialect dialect;
  private final StockCut cut;

  private StockLeft(Call call, Dialect dialect, StockCut cut) {
    this.call = call;
    this.dialect = dialect;
    this.cut = cut;
  }

  /** All of a call. */
  static StockLeft all(Call call, Dialect dialect) {
    return new StockLeft(call, dialect, StockCut.NOTHING);
  }

  /**
   * A call without these reports.
   *
   * @param written its document
   * @return empty where one of them cannot be taken out, and the document can only go on whole
   */
  static Optional<StockLeft> without(
      List<Dialect.ReportedStock> ours,
      Call call,
      Dialect dialect,
      Supplier<WrittenDocument> written) {
    StockLeft left = new StockLeft(call, dialect, dialect.stockCut(call, ours));
    boolean allowed =
        left.cut.inseparable().isEmpty()
            && (left.isNothing() || left.edits().stream().allMatch(written.get()::allows));
    return allowed ? Optional.of(left) : Optional.empty();
  }

  /**
   * The same with these edits as well.
   *
   * @param kept the places of calls that are not given to the shop either
   */
  StockLeft with(List<DocumentEdit> edits, Set<String> kept) {
    return new StockLeft(
        call,
        dialect,
        new StockCut(
            Stream.concat(cut.edits().stream(), edits.stream()).toList(),
            Stream.concat(cut.spent().stream(), kept.stream()).collect(Collectors.toSet()),
            cut.inseparable()));
  }

  /** Whether nothing was taken out. */
  boolean isAll() {
    return cut.edits().isEmpty() && cut.spent().isEmpty();
  }

  /** Whether nothing is left for the shop. */
  boolean isNothing() {
    return cut.spent().contains(call.place());
  }

  /** Whether the shop is asked for fewer answers than the monolith is to have. */
  boolean lacksCalls() {
    return !cut.spent().isEmpty();
  }

  /** What is done to the document. */
  List<DocumentEdit> edits() {
    return cut.edits();
  }

  /** The answer where nothing is left. */
  Answer ours() {
    return new Answer.Result(done(call));
  }

  /** The shop's answer, with ours at the places of the calls that it was not given. */
  Answer completed(Answer shops) {
    return shops instanceof Answer.Result result
        ? new Answer.Result(completed(call, result.value()))
        : shops;
  }

  private Value completed(Call outer, Value answer) {
    List<Optional<Call>> calls = callsIn(outer);
    if (calls.isEmpty()) {
      return answer;
    }
    Iterator<Value> answers = answer.asList().orElse(List.of()).iterator();
    List<Value> all = new ArrayList<>();
    for (Optional<Call> inner : calls) {
      if (inner.filter(each -> cut.spent().contains(each.place())).isPresent()) {
        all.add(wrapped(outer, done(inner.get())));
      } else if (answers.hasNext()) {
        all.add(completedIn(outer, inner, answers.next()));
      }
    }
    answers.forEachRemaining(all::add);
    return new Value.Array(all);
  }

  private Value completedIn(Call outer, Optional<Call> inner, Value answer) {
    if (inner.isEmpty() || callsIn(inner.get()).isEmpty()) {
      return answer;
    }
    Answer one =
        outer.method().equals(Multicall.METHOD)
            ? Multicall.answer(answer)
            : Answer.ofMultiCall(answer);
    return one instanceof Answer.Result result
        ? wrapped(outer, completed(inner.get(), result.value()))
        : answer;
  }

  private Value done(Call spent) {
    List<Optional<Call>> calls = callsIn(spent);
    return calls.isEmpty()
        ? new Value.Bool(true)
        : new Value.Array(
            calls.stream().map(inner -> wrapped(spent, done(inner.orElseThrow()))).toList());
  }

  private static Value wrapped(Call outer, Value answer) {
    return outer.method().equals(Multicall.METHOD) ? new Value.Array(List.of(answer)) : answer;
  }

  private List<Optional<Call>> callsIn(Call outer) {
    return outer.method().equals(Multicall.METHOD)
        ? Multicall.calls(outer).orElse(List.of())
        : dialect.listedIn(outer);
  }
}
