package dev.ficus.legacy.order;

/**
 * Final statuses that the monolith gives orders of which we have lines too. The shop gets one when
 * both are done: until our lines are, it is held here, and sent with our comment then.
 */
public interface FinalStatuses {

  /**
   * Notes the status that the monolith gives an order; of several the last counts. The same one
   * again does no harm.
   *
   * @param order one with lines of both
   * @param words the shop's
   * @return whether the shop may be given it now; if not, it is held
   */
  boolean note(OrderNumber order, String status, StatusWords words);
}
