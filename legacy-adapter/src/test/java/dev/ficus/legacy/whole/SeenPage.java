package dev.ficus.legacy.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.BrowserTab;
import dev.ficus.local.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as its visitor has it in the end.
 *
 * @param html the document after all that scripts did to it
 * @param complaints what is in the page's console
 */
record SeenPage(String html, List<String> complaints) {

  /** What services answer is the browser's to note, and no complaint about the page. */
  private static final String REFUSED = "Failed to load resource: the server responded";

  /**
   * Opens a page in a browser.
   *
   * @param name of the folder for what it looked like
   */
  static SeenPage open(String address, String name) throws IOException {
    try (BrowserTab tab = Chromium.shared().tab(pictures(name))) {
      tab.size(1400, 1800, false);
      tab.see(address);
      tab.picture("page");
      List<String> complaints =
          tab.complaints().stream().filter(text -> !text.startsWith(REFUSED)).toList();
      return new SeenPage(tab.html(), complaints);
    }
  }

  /** The folder of this name for what pages looked like. */
  static Path pictures(String name) {
    return Path.of("target", "browser", name);
  }

  /** A section with its tags. */
  String section(String id) {
    Matcher section =
        Pattern.compile("<section id=\"" + id + "\".*?</section>", Pattern.DOTALL).matcher(html);
    assertTrue(section.find(), html);
    return section.group();
  }

  /** What one reads in a section. */
  String text(String id) {
    return section(id).replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
  }
}
