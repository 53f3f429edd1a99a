package dev.ficus.legacy.xmlrpc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The charset parameter of the header Content-Type, which most senders leave out. */
public final class ContentCharset {

  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*charset\\s*=\\s*[\"']?([A-Za-z0-9._:+-]{1,40})(?=[\"'\\s;,]|$)",
          Pattern.CASE_INSENSITIVE);

  private ContentCharset() {}

  /**
   * What a header names, whether or not there is such a charset.
   *
   * @param values of the header, as often as it was sent
   */
  public static Optional<String> of(List<String> values) {
    return values.stream()
        .map(PARAMETER::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
