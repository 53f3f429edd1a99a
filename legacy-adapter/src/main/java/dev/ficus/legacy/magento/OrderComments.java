package dev.ficus.legacy.magento;

import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The comments on a shop's orders, for its staff alone. */
public interface OrderComments {

  /**
   * A comment on an order.
   *
   * @param status what the order gets; empty to leave it as it is
   */
  record Comment(String number, String text, Optional<String> status) {}

  /** Adds comments; the answers in the places of the comments. */
  List<Answer> comment(List<Comment> comments) throws IOException;

  /** The comments on these orders, the newest first; those the shop does not show are missing. */
  Map<String, List<String>> comments(List<String> numbers) throws IOException;
}
