package dev.ficus.availability.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ficus.availability.http.Answer.PromiseJson;
import dev.ficus.availability.http.Answer.PromisedJson;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.View;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When several items can be had together, as JSON. */
@Schema(name = "Basket")
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
record Basket(
    String to,
    @Schema(
            description = "The latest of the items' promises; not promised when one of them is not",
            oneOf = {PromisedJson.class, MissingJson.class})
        PromiseJson promise,
    @Schema(oneOf = {Answer.class, NoAnswer.class}) List<Object> items) {

  /** How it is asked for; only for the documentation. */
  @Schema(name = "BasketQuestion")
  record Asked(
      @Schema(description = "Where to; without it, at the warehouse", examples = "GB-SW1A")
          String to,
      @Schema(minItems = 1, maxItems = 500) List<AskedItem> items) {}

  /** An item as it is asked for. */
  @Schema(name = "BasketItem")
  record AskedItem(
      @Schema(examples = "HAZARDOUS_RUG", required = true) String sku,
      @Schema(minimum = "1", defaultValue = "1") int qty) {}

  /**
   * The items that stand in the way.
   *
   * @param reason the first one's
   */
  @Schema(name = "NotPromisedTogether")
  @RegisterForReflection
  record MissingJson(@JsonProperty("not_promised") String reason, List<String> skus)
      implements PromiseJson {}

  /** Why there is no answer for an item. */
  @Schema(name = "NoAnswer")
  @RegisterForReflection
  record NoAnswer(String sku, int qty, Problem problem) {}

  /**
   * @param asOf the time to which all of it is current; empty when no SKU exists
   */
  record Answered(Basket basket, Optional<Instant> asOf) {}

  static Answered answer(Question.BasketQuestion question, ViewLookup answers) {
    AnswerContext moment = answers.moment(question.to());
    List<Object> items = new ArrayList<>();
    List<PromisedJson> promised = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    String reason = null;
    Optional<Instant> asOf = Optional.empty();
    // What the items before have left of each SKU.
    Map<String, Stock> left = new HashMap<>();
    for (Question.Item item : question.items()) {
      Optional<View> known = answers.view(item.sku(), item.name() + ".sku");
      if (known.isEmpty()) {
        Problem problem = Problem.noProduct(item.name() + ".sku", item.sku()).problem();
        items.add(new NoAnswer(item.sku(), item.qty(), problem));
        missing.add(item.sku());
        reason = reason == null ? "unknown" : reason;
        continue;
      }
      View view = known.get();
      Stock stock = left.getOrDefault(item.sku(), view.stock());
      left.put(item.sku(), stock.after(item.qty()));
      Answer answer =
          Answer.of(moment.availability(stock, item.qty()), moment.to(), answers.staleSince(view));
      items.add(answer);
      if (answer.promise() instanceof PromisedJson promise) {
        promised.add(promise);
      } else {
        missing.add(item.sku());
        reason = reason == null ? ((Answer.NotPromisedJson) answer.promise()).reason() : reason;
      }
      Instant current = answers.asOf(view);
      asOf = Optional.of(asOf.filter(current::isAfter).orElse(current));
    }
    PromiseJson promise =
        reason == null
            ? promised.stream().max(Comparator.comparing(PromisedJson::by)).orElseThrow()
            : new MissingJson(reason, missing.stream().distinct().toList());
    String to = moment.to() == null ? null : moment.to().toString();
    return new Answered(new Basket(to, promise, items), asOf);
  }
}
