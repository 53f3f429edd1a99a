package dev.ficus.allocation.http;

import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header of the same name, as in RFC 9110: a list of tags, or {@code *}. Tags are compared
 * weakly, so {@code W/"7"}, which a proxy makes of {@code "7"} when it compresses, is the same.
 */
final class IfNoneMatch {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([!\\x23-\\x7E\\x80-\\xFF]*)\"");

  private IfNoneMatch() {}

  static boolean has(List<String> headers, EntityTag tag) {
    return headers.stream().anyMatch(header -> has(header, tag));
  }

  private static boolean has(String header, EntityTag tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(each -> each.group(1).equals(tag.getValue()));
  }
}
