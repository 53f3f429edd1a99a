package dev.ficus.legacy.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.BrowserTab;
import dev.ficus.local.Waiting;
import java.net.URL;
import java.time.Duration;
import java.util.List;

/** The desk in a tab of a browser, for somebody who waits for something there. */
final class DeskPage {

  /** Not of any weight: it is asked again after it. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final BrowserTab tab;

  DeskPage(BrowserTab tab) {
    this.tab = tab;
  }

  /**
   * Opens it, whatever was open before, and returns when it has been answered.
   *
   * @param hash what is looked at: others of this database are no business of these tests
   */
  void open(URL desk, String hash) {
    tab.go("about:blank");
    tab.await("location.href === 'about:blank'");
    tab.go(desk + "#" + hash);
    tab.await("document.querySelector('#age')?.textContent.startsWith('Answered')");
  }

  /** Waits until the page shows something, and asks for it now and then, as people do who wait. */
  void awaitAnswered(String selector, String text) {
    assertTrue(
        Waiting.until(
            () -> {
              tab.value("document.querySelector('#ask').click()");
              return Waiting.until(() -> tab.shows(selector, text), LOOK);
            },
            Waiting.LIMIT),
        () -> text + " in\n" + tab.text("body"));
  }

  /** What the browser complains of; answers that refuse are in its console as well. */
  List<String> unexpected() {
    return tab.complaints().stream().filter(text -> !text.contains("status of 409")).toList();
  }
}
