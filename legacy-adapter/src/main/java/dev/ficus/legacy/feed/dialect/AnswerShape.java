package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where it is written in the monolith's answer to an order what it has decided about each line.
 *
 * @param lines path in the answer of the list of its lines
 * @param id path in each of them of the shop's id of the line
 * @param sku path of its SKU
 * @param state path of the monolith's word for how far it is
 * @param batch path of the batch from which it is taken
 * @param day path of the day for which it is promised
 * @param refused words for a line that it does not deliver
 * @param waits words for a line that has to wait for stock
 * @param undecided words for a line about which it says nothing yet, or nothing any more
 */
public record AnswerShape(
    ValuePath lines,
    ValuePath id,
    ValuePath sku,
    ValuePath state,
    ValuePath batch,
    ValuePath day,
    Set<String> refused,
    Set<String> waits,
    Set<String> undecided) {

  private static final Pattern DAY = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])");

  public AnswerShape {
    refused = lowerCase(refused);
    waits = lowerCase(waits);
    undecided = lowerCase(undecided);
  }

  /**
   * What is said of a line.
   *
   * @param item the shop's id of the line; empty where that is not said
   * @param waits whether it has to wait for stock; empty where that is not said
   */
  public record LineAnswer(
      Optional<String> item,
      String sku,
      boolean taken,
      Optional<Boolean> waits,
      Optional<LocalDate> day,
      Optional<String> batch) {}

  /** What a result says of lines; nothing where there is no such list. */
  public List<LineAnswer> decisions(Value result) {
    return lines.in(result).asList().orElse(List.of()).stream()
        .map(this::decision)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<LineAnswer> decision(Value line) {
    Optional<String> named = sku.in(line).asIdentifier().filter(text -> !text.isEmpty());
    Optional<String> word = state.in(line).asText().map(text -> text.toLowerCase(Locale.ROOT));
    if (named.isEmpty()) {
      return Optional.empty();
    }
    if (word.filter(undecided::contains).isPresent()) {
      return Optional.of(
          new LineAnswer(
              item(line), named.get(), true, Optional.empty(), Optional.empty(), Optional.empty()));
    }
    Optional<String> from = batch.in(line).asIdentifier().filter(text -> !text.isEmpty());
    boolean isRefused = word.filter(refused::contains).isPresent();
    Optional<LocalDate> on = day(day.in(line));
    return Optional.of(
        new LineAnswer(
            item(line),
            named.get(),
            !isRefused,
            isRefused ? Optional.empty() : waits(word, from, on),
            on,
            from));
  }

  private Optional<String> item(Value line) {
    return id.in(line).asIdentifier().filter(text -> !text.isEmpty());
  }

  private static Optional<LocalDate> day(Value written) {
    return written
        .asDateTime()
        .map(at -> at.local().toLocalDate())
        .or(
            () ->
                written.asText().filter(text -> DAY.matcher(text).matches()).map(LocalDate::parse));
  }

  /** A word says it, or a batch and a day. */
  private Optional<Boolean> waits(
      Optional<String> word, Optional<String> from, Optional<LocalDate> on) {
    if (word.filter(waits::contains).isPresent()) {
      return Optional.of(true);
    }
    return word.isPresent() || from.isPresent() || on.isPresent()
        ? Optional.of(false)
        : Optional.empty();
  }

  private static Set<String> lowerCase(Set<String> words) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
