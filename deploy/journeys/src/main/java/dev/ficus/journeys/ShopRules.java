package dev.ficus.journeys;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the shop's orders are to be read, from the configuration the adapter is shipped with.
 *
 * @param shop the shop's name, which is before the colon of every order id
 * @param path where the adapter takes the shop's calls
 * @param notStock SKUs that are no goods
 * @param returns order numbers of returns
 */
record ShopRules(String shop, String path, Set<String> notStock, Optional<Pattern> returns) {
  private static final Pattern FEED_PATH = Pattern.compile("ficus\\.legacy\\.feeds\\.(.+)\\.path");

  /**
   * @param configuration the adapter's application.properties, of which the first feed counts
   * @throws DemoException when it does not say what is needed
   */
  static ShopRules read(Path configuration) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(configuration)) {
      properties.load(text);
    } catch (IOException unreadable) {
      throw new DemoException("cannot read " + configuration, unreadable);
    }
    String feed =
        properties.stringPropertyNames().stream()
            .filter(key -> FEED_PATH.matcher(key).matches())
            .sorted()
            .findFirst()
            .map(key -> key.substring(0, key.length() - "path".length()))
            .orElseThrow(() -> new DemoException(configuration + " names no feed"));
    String shop = properties.getProperty(feed + "shop");
    String rules = "ficus.legacy.shops." + shop + ".";
    return new ShopRules(
        shop,
        properties.getProperty(feed + "path"),
        Set.of(properties.getProperty(rules + "not-stock", "").split(",")),
        Optional.ofNullable(properties.getProperty(rules + "returns")).map(Pattern::compile));
  }
}
