package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Stock reports taken out of the document of a call.
 *
 * @param edits what is cut out of the document: figures, elements of lists, and the inner calls of
 *     which nothing is left
 * @param spent the places of the calls of which nothing is left, as {@link Call#place} has them;
 *     that of the document's own where nothing is left of any
 * @param inseparable the places of the reports that stay, because no position is theirs alone
 */
public record StockCut(List<DocumentEdit> edits, Set<String> spent, Set<String> inseparable) {
  public StockCut {
    edits = List.copyOf(edits);
    spent = Set.copyOf(spent);
    inseparable = Set.copyOf(inseparable);
  }

  /** Nothing is taken out. */
  public static final StockCut NOTHING = new StockCut(List.of(), Set.of(), Set.of());

  static StockCut of(Dialect dialect, Call document, Collection<String> reports) {
    Progress cut = new Progress(reports);
    List<CallPosition> calls = new ArrayList<>(CallPosition.of(document).all(dialect).toList());
    // What is in a call comes before it, so that it is known whether anything is left.
    Collections.reverse(calls);
    for (CallPosition position : calls) {
      dialect
          .meaning(position.call())
          .filter(known -> known.means().ofStock().isPresent())
          .ifPresent(known -> cut.cutReports(position, known));
      cut.cutIfAllInItIsSpent(position, dialect.innerCalls(position.call()));
    }
    return new StockCut(cut.edits, cut.spent, cut.left);
  }

  /** How far the cutting of one document has come. */
  private static final class Progress {
    private final List<DocumentEdit> edits = new ArrayList<>();
    private final Set<String> spent = new HashSet<>();
    private final Set<String> left;

    Progress(Collection<String> reports) {
      left = new HashSet<>(reports);
    }

    void cutReports(CallPosition position, KnownCall known) {
      String place = position.call().place();
      if (!known.shape().isOfMany()) {
        if (left.contains(place)) {
          cut(position, known.shape().part(position.whole(), OptionalInt.empty()), place);
        }
        return;
      }
      int all = known.stock(position.call()).size();
      int gone = 0;
      for (int at = 0; at < all; at++) {
        String report = place + "[" + at + "]";
        if (left.contains(report)) {
          StockPart part = known.shape().part(position.whole(), OptionalInt.of(at));
          cut(position, part, report);
          gone += part.extent() == StockPart.Extent.ELEMENT ? 1 : 0;
        }
      }
      if (gone > 0 && gone == all) {
        spend(position);
      }
    }

    private void cut(CallPosition position, StockPart part, String report) {
      if (part.extent() == StockPart.Extent.INSEPARABLE) {
        return;
      }
      left.remove(report);
      part.cuts().forEach(cut -> edits.add(new DocumentEdit.Cut(position.inDocument(cut))));
      if (part.extent() == StockPart.Extent.CALL) {
        spend(position);
      }
    }

    void cutIfAllInItIsSpent(CallPosition position, int innerCalls) {
      String place = position.call().place();
      long gone = spent.stream().filter(inner -> isIn(inner, place)).count();
      if (gone > 0 && gone == innerCalls) {
        spend(position);
      }
    }

    private static boolean isIn(String inner, String place) {
      return !inner.isEmpty()
          && inner.substring(0, Math.max(0, inner.lastIndexOf('.'))).equals(place);
    }

    private void spend(CallPosition position) {
      spent.add(position.call().place());
      if (!position.path().steps().isEmpty()) {
        edits.add(new DocumentEdit.Cut(position.path()));
      }
    }
  }
}
