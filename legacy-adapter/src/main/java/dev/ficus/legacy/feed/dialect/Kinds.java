package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of items, as the senders of a dialect write them.
 *
 * @param kind path of the word for it in a line
 * @param virtual path of whether the item is nothing one can touch
 * @param parts path of how a bundle's parts are shipped
 * @param noGoods its words for what leaves no shelf, in whatever letter case
 * @param sets its words for bundles
 * @param choices its words for configurable products
 * @param apart what is found at {@code parts} where each part is shipped for itself
 */
public record Kinds(
    ValuePath kind,
    ValuePath virtual,
    ValuePath parts,
    Set<String> noGoods,
    Set<String> sets,
    Set<String> choices,
    Pattern apart) {

  /** In PHP's notation, in JSON or alone, as Magento writes that parts are shipped separately. */
  public static final String SHIPPED_APART = "^1|shipment_type\"[:;] ?(s:1:)?(i:)?\"?1[\";,} ]";

  /** Of a sender that writes no kinds. */
  public static final Kinds NOT_GIVEN =
      new Kinds(
          ValuePath.NOWHERE,
          ValuePath.NOWHERE,
          ValuePath.NOWHERE,
          Set.of(),
          Set.of(),
          Set.of(),
          Pattern.compile(SHIPPED_APART));

  private static final Set<String> YES = Set.of("true", "yes", "y");

  public Kinds {
    noGoods = words(noGoods);
    sets = words(sets);
    choices = words(choices);
  }

  private static Set<String> words(Set<String> written) {
    return written.stream().map(Kinds::word).collect(Collectors.toUnmodifiableSet());
  }

  private static String word(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }

  OldItem.ItemKind kind(Value line) {
    Optional<String> word = kind.in(line).asText().map(Kinds::word).filter(text -> !text.isEmpty());
    if (word.filter(noGoods::contains).isPresent() || isYes(virtual.in(line))) {
      return OldItem.ItemKind.NO_GOODS;
    }
    if (word.isEmpty()) {
      return OldItem.ItemKind.NOT_GIVEN;
    }
    if (sets.contains(word.get())) {
      return OldItem.ItemKind.SET;
    }
    return choices.contains(word.get()) ? OldItem.ItemKind.CHOICE : OldItem.ItemKind.GOODS;
  }

  private static boolean isYes(Value value) {
    return value instanceof Value.Bool bool && bool.flag()
        || value.asNumber().filter(number -> number.signum() != 0).isPresent()
        || value.asText().map(Kinds::word).filter(YES::contains).isPresent();
  }

  OldItem.Parts parts(Value line) {
    return parts
        .in(line)
        .asText()
        .filter(text -> !text.isBlank())
        .map(text -> apart.matcher(text).find() ? OldItem.Parts.APART : OldItem.Parts.TOGETHER)
        .orElse(OldItem.Parts.NOT_GIVEN);
  }

  /**
   * The paths of what may be shown as it is; at {@code parts} there may be customers' words, too.
   */
  List<List<String>> kept() {
    return Stream.of(kind, virtual).flatMap(place -> place.paths().stream()).toList();
  }
}
