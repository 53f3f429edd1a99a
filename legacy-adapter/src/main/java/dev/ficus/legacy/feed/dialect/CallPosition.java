package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Multicall;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Position of a call in its document: the document's own call, or one of several in it.
 *
 * @param path of an inner call; without steps for the document's own
 * @param parameters the path of each parameter
 */
record CallPosition(Call call, ElementPath path, List<ElementPath> parameters) {

  /** The position of a document's own call. */
  static CallPosition of(Call document) {
    return new CallPosition(document, ElementPath.of(), each(document.parameters().size()));
  }

  private static List<ElementPath> each(int parameters) {
    return IntStream.range(0, parameters).mapToObj(ElementPath.of()::then).toList();
  }

  /** The positions of this call and of all in it that the dialect knows to be calls. */
  Stream<CallPosition> all(Dialect dialect) {
    return call.method().equals(Multicall.METHOD)
        ? Stream.concat(Stream.of(this), inMulticall().flatMap(each -> each.withListed(dialect)))
        : withListed(dialect);
  }

  private Stream<CallPosition> withListed(Dialect dialect) {
    Stream<CallPosition> listed =
        dialect
            .meaning(call)
            .filter(known -> known.means() == KnownCall.Meaning.CALLS)
            .flatMap(known -> known.at().found(whole()))
            .map(at -> listed(dialect, at))
            .orElse(Stream.empty());
    return Stream.concat(Stream.of(this), listed);
  }

  private Stream<CallPosition> inMulticall() {
    List<Optional<Call>> calls = Multicall.calls(call).orElse(List.of());
    return calls.isEmpty()
        ? Stream.empty()
        : positions(calls, parameters.get(0), call.parameter(0), this::inStruct);
  }

  private CallPosition inStruct(Call inner, ElementPath at, Value written) {
    ElementPath list = at.then("params");
    Value params = ((Value.Struct) written).member("params");
    return new CallPosition(inner, at, elements(list, params));
  }

  private Stream<CallPosition> listed(Dialect dialect, ElementPath at) {
    Value list = at.in(whole());
    return positions(dialect.listedIn(call), inDocument(at), list, this::inList);
  }

  /** Name and parameters; what is no list is the one parameter. */
  private CallPosition inList(Call inner, ElementPath at, Value written) {
    List<String> parts = ValuePath.elements(written);
    if (parts.size() < 2) {
      return new CallPosition(inner, at, List.of());
    }
    Value given = written.asList().orElseThrow().get(1);
    ElementPath list = at.then(parts.get(1));
    return new CallPosition(
        inner, at, given.asList().isPresent() ? elements(list, given) : List.of(list));
  }

  private interface InnerPosition {
    CallPosition of(Call inner, ElementPath at, Value written);
  }

  private static Stream<CallPosition> positions(
      List<Optional<Call>> calls, ElementPath list, Value written, InnerPosition position) {
    List<String> steps = ValuePath.elements(written);
    List<Value> values = written.asList().orElseThrow();
    return IntStream.range(0, calls.size())
        .boxed()
        .flatMap(
            place ->
                calls
                    .get(place)
                    .map(
                        inner -> position.of(inner, list.then(steps.get(place)), values.get(place)))
                    .stream());
  }

  private static List<ElementPath> elements(ElementPath list, Value value) {
    return ValuePath.elements(value).stream().map(list::then).toList();
  }

  /** The parameters as the one value in which a dialect's paths are. */
  Value whole() {
    return new Value.Array(call.parameters());
  }

  /** The path in the document of what is at this path in the parameters. */
  ElementPath inDocument(ElementPath inParameters) {
    int place = Integer.parseInt(inParameters.steps().get(0));
    ElementPath parameter =
        place < parameters.size() ? parameters.get(place) : parameters.get(0).outer().then(place);
    return parameter.then(
        new ElementPath(inParameters.steps().subList(1, inParameters.steps().size())));
  }
}
