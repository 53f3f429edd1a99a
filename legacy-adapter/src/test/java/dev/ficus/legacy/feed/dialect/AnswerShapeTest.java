package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.feed.dialect.AnswerShape.LineAnswer;
import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the monolith's answer to an order says of its lines. */
class AnswerShapeTest {

  private static final LocalDate DAY = LocalDate.of(2026, 12, 7);
  private static final AnswerShape SHAPE =
      new AnswerShape(
          path("decisions"),
          path("item_id"),
          path("sku"),
          path("state"),
          path("batch"),
          path("day"),
          Set.of("refused"),
          Set.of("to-buy"),
          Set.of("undecided"));

  @Test
  void a_word_says_whether_a_line_is_taken_and_has_stock() {
    assertEquals(
        List.of(
            new LineAnswer(
                Optional.of("12"),
                "LAMP",
                true,
                Optional.of(false),
                Optional.of(DAY),
                Optional.of("B-1")),
            new LineAnswer(
                Optional.of("13"),
                "0012",
                true,
                Optional.of(true),
                Optional.empty(),
                Optional.empty()),
            new LineAnswer(
                Optional.of("14"),
                "TABLE",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new LineAnswer(
                Optional.of("15"),
                "CHAIR",
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        SHAPE.decisions(
            answer(
                line("12", text("LAMP"), "promised", text("B-1"), date()),
                line("13", text("0012"), "TO-BUY", Value.NIL, Value.NIL),
                line("14", text("TABLE"), "refused", Value.NIL, Value.NIL),
                line("15", text("CHAIR"), "undecided", Value.NIL, Value.NIL))));
  }

  @Test
  void a_day_may_be_a_text_and_what_is_none_is_not_said() {
    assertEquals(Optional.of(DAY), day(text("2026-12-07")));
    assertEquals(Optional.of(DAY), day(text("2026-12-07 00:00:00")));
    assertEquals(Optional.empty(), day(text("next week")));
    assertEquals(Optional.empty(), day(text("2026-13-07")));
  }

  @Test
  void without_a_word_a_batch_or_a_day_says_it_has_stock_and_nothing_says_nothing() {
    AnswerShape wordless =
        new AnswerShape(
            path("decisions"),
            path("item_id"),
            path("sku"),
            ValuePath.NOWHERE,
            path("batch"),
            path("day"),
            Set.of(),
            Set.of(),
            Set.of());
    assertEquals(
        List.of(Optional.of(false), Optional.empty()),
        wordless
            .decisions(
                answer(
                    line("12", text("LAMP"), "?", text("B-1"), Value.NIL),
                    line("13", text("LAMP"), "?", Value.NIL, Value.NIL)))
            .stream()
            .map(LineAnswer::waits)
            .toList());
  }

  @Test
  void an_answer_without_such_a_list_says_nothing() {
    assertEquals(List.of(), SHAPE.decisions(text("100000012")));
    assertEquals(List.of(), SHAPE.decisions(new Value.Struct(Map.of())));
    assertEquals(List.of(), SHAPE.decisions(answer(new Value.Struct(Map.of()))));
  }

  private static Optional<LocalDate> day(Value day) {
    return SHAPE
        .decisions(answer(line("12", text("LAMP"), "promised", Value.NIL, day)))
        .get(0)
        .day();
  }

  private static Value answer(Value... lines) {
    return new Value.Struct(Map.of("decisions", new Value.Array(List.of(lines))));
  }

  private static Value line(String item, Value sku, String state, Value batch, Value day) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("item_id", text(item));
    members.put("sku", sku);
    members.put("state", text(state));
    members.put("batch", batch);
    members.put("day", day);
    return new Value.Struct(members);
  }

  private static Value date() {
    return new Value.DateTime(LocalDateTime.of(2026, 12, 7, 0, 0), Optional.empty());
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static ValuePath path(String path) {
    return ValuePath.of(new ArrayList<>(List.of(path)));
  }
}
