package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.LineKey;
import java.util.Set;

/** Document of a call about an order, as far as it can go to the monolith without some lines. */
public interface OrderDocument {

  /** A document that can go on whole or not at all. */
  OrderDocument WHOLE =
      new OrderDocument() {
        @Override
        public Set<LineKey> separable() {
          return Set.of();
        }

        @Override
        public boolean goesOnForCharges() {
          return false;
        }
      };

  /** The lines that can be taken out of it; all others stay in it. */
  Set<LineKey> separable();

  /** Whether it goes on when charges are all that is left in it. */
  boolean goesOnForCharges();
}
