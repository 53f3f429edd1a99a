package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.BrowserTab;
import dev.ficus.local.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A page as its visitor has it in the end, in a browser that has not been anywhere before.
 *
 * @param html the document after all that scripts did to it
 * @param complaints what the browser wrote about it
 */
record OpenedPage(String html, String complaints) {
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");

  /**
   * Opens a page and waits until nothing is loading any more.
   *
   * @param pictures the folder for what it looked like
   * @param name what its picture is called
   */
  static OpenedPage open(URI address, Path pictures, String name) throws IOException {
    try (BrowserTab tab = Chromium.shared().tab(pictures)) {
      tab.size(1000, 640, false);
      tab.see(address.toString());
      tab.picture(name);
      OpenedPage page = new OpenedPage(tab.html(), String.join("\n", tab.complaints()));
      Files.writeString(pictures.resolve(name + ".html"), page.html());
      return page;
    }
  }

  /** What one reads in an element, which must contain no other of its name. */
  String text(String name, String id) {
    return TAGS.matcher(element(name, id)).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  /** An element with its tags. */
  String element(String name, String id) {
    var element =
        Pattern.compile("<%1$s id=\"%2$s\".*?</%1$s>".formatted(name, id), Pattern.DOTALL)
            .matcher(html);
    assertTrue(element.find(), () -> "no " + id + " in\n" + html);
    return element.group();
  }
}
