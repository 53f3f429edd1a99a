package dev.ficus.availability.http;

import java.util.List;

/** Entity tags, as they are written in {@code If-None-Match}. */
final class EntityTags {

  private EntityTags() {}

  /**
   * Whether the client has this already.
   *
   * @param given the values of the header; each may list several tags
   * @param tag in its quotation marks; our tags hold no commas
   */
  static boolean name(List<String> given, String tag) {
    for (String line : given) {
      for (String each : line.split(",")) {
        String named = each.strip();
        // The comparison is the weak one: a proxy that compresses makes a tag weak.
        if (named.equals("*") || named.equals(tag) || named.equals("W/" + tag)) {
          return true;
        }
      }
    }
    return false;
  }
}
