package dev.ficus.legacy.settings;

import static dev.ficus.legacy.settings.SettingRule.address;
import static dev.ficus.legacy.settings.SettingRule.duration;
import static dev.ficus.legacy.settings.SettingRule.durationOrOff;
import static dev.ficus.legacy.settings.SettingRule.encryptionKey;
import static dev.ficus.legacy.settings.SettingRule.expression;
import static dev.ficus.legacy.settings.SettingRule.localTime;
import static dev.ficus.legacy.settings.SettingRule.oneOf;
import static dev.ficus.legacy.settings.SettingRule.passwordHashes;
import static dev.ficus.legacy.settings.SettingRule.paths;
import static dev.ficus.legacy.settings.SettingRule.secret;
import static dev.ficus.legacy.settings.SettingRule.startingWithSlash;
import static dev.ficus.legacy.settings.SettingRule.text;
import static dev.ficus.legacy.settings.SettingRule.told;
import static dev.ficus.legacy.settings.SettingRule.trueOrFalse;
import static dev.ficus.legacy.settings.SettingRule.wholeNumber;
import static dev.ficus.legacy.settings.SettingRule.words;

import dev.ficus.legacy.settings.Setting.Need;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All settings of the adapter with their rules, in the order of the page SETTINGS.md. */
final class Settings {

  static final String PREFIX = "ficus.legacy.";

  private static final String FEED = PREFIX + "feeds.NAME.";
  private static final String PULL = PREFIX + "pulling.feeds.NAME.";
  private static final String PUSH = PREFIX + "pushing.shops.NAME.";
  private static final String MONOLITH = PREFIX + "opening.monoliths.NAME.";
  private static final String PROMISES = PREFIX + "promises.NAME.";
  private static final String ANSWERED = PREFIX + "answered-promises.NAME.";
  private static final String SHOP = PREFIX + "shops.NAME.";
  private static final String SOURCE = PREFIX + "sources.NAME.";
  private static final String SET_ASIDE = PREFIX + "set-aside.NAME.";
  private static final String SHADOW = PREFIX + "shadow.";
  private static final String DIALECT = PREFIX + "dialects.NAME.";
  private static final String CALL = DIALECT + "calls.CALL.";
  private static final String METHODS = PREFIX + "methods.";
  private static final String CAPTURE = PREFIX + "capture.";
  private static final String XML = PREFIX + "xml.";
  private static final long MOST_BYTES = 1L << 30;

  static final List<Setting> ALL =
      List.of(
          required(FEED + "path", startingWithSlash()),
          required(FEED + "shop", text("the name of a shop")),
          defaulted(FEED + "dialect", text("the name of a dialect")),
          optional(FEED + "upstream", address()),
          optional(FEED + "in-front-since", localTime()),
          defaulted(FEED + "our-lines", oneOf("cut", "cancel")),
          defaulted(FEED + "forward-charges", trueOrFalse()),
          defaulted(FEED + "monolith-pulls", trueOrFalse()),
          defaulted(FEED + "upstream-timeout", duration("1ms", "24h")),
          defaulted(FEED + "upstream-exchange-timeout", duration("1ms", "24h")),
          optional(FEED + "users.USER", passwordHashes()),
          defaulted(FEED + "open", trueOrFalse()),
          defaulted(PREFIX + "senders.remembered", duration("0s", "24h")),
          required(PULL + "url", address()),
          required(PULL + "user", text("the name of a user")),
          required(PULL + "key", secret("a user's key")),
          required(PULL + "shop", text("the name of a shop")),
          defaulted(PULL + "dialect", text("the name of a dialect")),
          defaulted(PULL + "every", duration("1ms", "30d")),
          defaulted(PULL + "overlap", duration("0s", "365d")),
          optional(PULL + "in-front-since", localTime()),
          optional(PULL + "start", localTime()),
          defaulted(PULL + "window", duration("1s", "3650d")),
          defaulted(PULL + "clock-ahead", duration("0s", "30d")),
          defaulted(PULL + "compare-every", duration("1ms", "3650d")),
          defaulted(PULL + "orders-per-call", wholeNumber(1, 10_000)),
          defaulted(PULL + "calls-at-once", wholeNumber(1, 1_000)),
          defaulted(PULL + "first-pause", duration("1ms", "1m")),
          defaulted(PULL + "timeout", duration("1ms", "24h")),
          defaulted(PULL + "exchange-timeout", duration("1ms", "24h")),
          optional(PULL + "basic-user", text("the name of a user")),
          optional(PULL + "basic-password", secret("a password")),
          defaulted(PREFIX + "pushing.availability", address()),
          required(PUSH + "url", address()),
          required(PUSH + "user", text("the name of a user")),
          required(PUSH + "key", secret("a user's key")),
          defaulted(PUSH + "margin", wholeNumber(0, 1_000_000_000)),
          defaulted(PUSH + "window", duration("1ms", "24h")),
          defaulted(PUSH + "updates-per-call", wholeNumber(1, 10_000)),
          defaulted(PUSH + "calls-at-once", wholeNumber(1, 1_000)),
          defaulted(PUSH + "compare-every", duration("1ms", "3650d")),
          defaulted(PUSH + "comments", trueOrFalse()),
          optional(PUSH + "statuses.STATE", text("a status of the shop's")),
          defaulted(PUSH + "refused-again", duration("1ms", "24h")),
          defaulted(PUSH + "first-pause", duration("1ms", "1m")),
          defaulted(PUSH + "timeout", duration("1ms", "24h")),
          defaulted(PUSH + "exchange-timeout", duration("1ms", "24h")),
          optional(PUSH + "basic-user", text("the name of a user")),
          optional(PUSH + "basic-password", secret("a password")),
          required(MONOLITH + "url", address()),
          required(MONOLITH + "shop", text("the name of a shop")),
          required(MONOLITH + "method", text("the name of a method")),
          optional(MONOLITH + "parameters", text("texts with commas between")),
          optional(MONOLITH + "user", text("the name of a user")),
          optional(MONOLITH + "password", secret("a password")),
          optional(MONOLITH + "batchref", paths()),
          required(MONOLITH + "sku", paths()),
          required(MONOLITH + "quantity", paths()),
          optional(MONOLITH + "eta", paths()),
          defaulted(MONOLITH + "timeout", duration("1ms", "24h")),
          defaulted(MONOLITH + "exchange-timeout", duration("1ms", "24h")),
          required(PROMISES + "url", address()),
          required(PROMISES + "method", text("the name of a method")),
          optional(PROMISES + "parameters", text("texts with commas between")),
          optional(PROMISES + "user", text("the name of a user")),
          optional(PROMISES + "password", secret("a password")),
          required(PROMISES + "batchref", paths()),
          optional(PROMISES + "sku", paths()),
          required(PROMISES + "quantity", paths()),
          optional(PROMISES + "state", paths()),
          optional(PROMISES + "order", paths()),
          optional(PROMISES + "item", paths()),
          optional(PROMISES + "gone-states", text("words with commas between")),
          defaulted(PROMISES + "quantity-falls-at-despatch", trueOrFalse()),
          defaulted(PROMISES + "every", duration("100ms", "24h")),
          defaulted(PROMISES + "timeout", duration("1ms", "24h")),
          defaulted(PROMISES + "exchange-timeout", duration("1ms", "24h")),
          defaulted(ANSWERED + "quantity-falls-at-despatch", trueOrFalse()),
          defaulted(ANSWERED + "older-orders-are-done", trueOrFalse()),
          defaulted(ANSWERED + "every", duration("100ms", "24h")),
          defaulted(PREFIX + "allocation.url", address()),
          defaulted(PREFIX + "placements.look-every", duration("1ms", "24h")),
          defaulted(PREFIX + "placements.overlap", duration("0s", "30d")),
          defaulted(SHOP + "line-ids", oneOf("item-id", "occurrence")),
          optional(SHOP + "returns", expression()),
          optional(SHOP + "not-stock", text("SKUs with commas between")),
          defaulted(SHOP + "numeric-skus", oneOf("never", "as-text", "always")),
          optional(SHOP + "source", text("a name of your choice")),
          defaulted(SHOP + "cancelled-statuses", text("words with commas between")),
          defaulted(SHOP + "final-statuses", words()),
          defaulted(SHOP + "open-status", text("a status of the shop's")),
          defaulted(SHOP + "other-lines", oneOf("go-on", "wait")),
          optional(SHOP + "stock-counted-at", localTime()),
          defaulted(SOURCE + "books-our-despatches", trueOrFalse()),
          defaulted(SOURCE + "decides-within", duration("0s", "1h")),
          required(CALL + "method", text("the name of a method")),
          optional(CALL + "where.PATH", text("the text that must be at that path")),
          required(
              CALL + "means",
              oneOf(
                  "order",
                  "cancellation",
                  "order-shown",
                  "orders-listed",
                  "order-part",
                  "order-whole",
                  "order-status",
                  "stock",
                  "batch-created",
                  "batch-quantity",
                  "batch-eta",
                  "calls",
                  "session",
                  "nothing")),
          defaulted(CALL + "at", paths()),
          defaulted(CALL + "reply", oneOf("number", "true")),
          optional(CALL + "items", paths()),
          optional(CALL + "status", paths()),
          optional(CALL + "tells", oneOf("has-stock", "waits", "refused", "despatched")),
          optional(CALL + "batchref", paths()),
          optional(CALL + "sku", paths()),
          optional(CALL + "product", paths()),
          optional(CALL + "named-by", paths()),
          optional(CALL + "quantity", paths()),
          optional(CALL + "in-stock", paths()),
          optional(CALL + "eta", paths()),
          optional(DIALECT + "stock-members", text("names of members with commas between")),
          required(DIALECT + "order.number", paths()),
          required(DIALECT + "order.status", paths()),
          required(DIALECT + "order.updated-at", paths()),
          optional(DIALECT + "order.created-at", paths()),
          required(DIALECT + "order.lines", paths()),
          required(DIALECT + "line.id", paths()),
          required(DIALECT + "line.parent", paths()),
          required(DIALECT + "line.sku", paths()),
          required(DIALECT + "line.quantity", paths()),
          optional(DIALECT + "line.cancelled", paths()),
          optional(DIALECT + "line.refunded", paths()),
          optional(DIALECT + "line.shipped", paths()),
          optional(DIALECT + "line.kind", paths()),
          optional(DIALECT + "line.virtual", paths()),
          optional(DIALECT + "line.parts", paths()),
          required(DIALECT + "answer.lines", paths()),
          optional(DIALECT + "answer.id", paths()),
          required(DIALECT + "answer.sku", paths()),
          optional(DIALECT + "answer.state", paths()),
          optional(DIALECT + "answer.batch", paths()),
          optional(DIALECT + "answer.day", paths()),
          defaulted(DIALECT + "answer.refused", text("words with commas between")),
          defaulted(DIALECT + "answer.waits", text("words with commas between")),
          defaulted(DIALECT + "answer.undecided", text("words with commas between")),
          defaulted(DIALECT + "kinds.no-goods", text("words with commas between")),
          defaulted(DIALECT + "kinds.sets", text("words with commas between")),
          defaulted(DIALECT + "kinds.choices", text("words with commas between")),
          defaulted(DIALECT + "kinds.apart", expression()),
          defaulted(PREFIX + "quarantine.keep-raw", duration("0s", "3650d")),
          defaulted(PREFIX + "quarantine.keep-waiting-raw", duration("1m", "3650d")),
          defaulted(PREFIX + "quarantine.look-every", durationOrOff("1s", "24h")),
          optional(CAPTURE + "feeds", text("names of feeds with commas between")),
          optional(CAPTURE + "protection", oneOf("masked", "encrypted")),
          optional(CAPTURE + "key", encryptionKey()),
          defaulted(CAPTURE + "directory", text("a directory")),
          defaulted(CAPTURE + "keep", duration("1m", "3650d")),
          defaulted(CAPTURE + "file-age", duration("1s", "365d")),
          defaulted(CAPTURE + "file-bytes", wholeNumber(1, 1L << 40)),
          defaulted(CAPTURE + "look-every", durationOrOff("1s", "24h")),
          defaulted(METHODS + "silent-for", duration("1s", "3650d")),
          defaulted(METHODS + "write-every", duration("1s", "1h")),
          defaulted(METHODS + "longest-gap", duration("1m", "30d")),
          defaulted(XML + "max-bytes", wholeNumber(1, MOST_BYTES)),
          defaulted(XML + "max-depth", wholeNumber(1, 1_000)),
          defaulted(XML + "max-values", wholeNumber(1, 100_000_000)),
          defaulted(XML + "max-text", wholeNumber(1, MOST_BYTES)),
          defaulted(XML + "max-time", duration("1ms", "1h")),
          defaulted(XML + "max-calls", wholeNumber(1, 100_000)),
          defaulted(PREFIX + "broker.confirm-timeout", duration("1ms", "10m")),
          defaulted(PREFIX + "broker.most-under-way", wholeNumber(1, 100_000)),
          defaulted(PREFIX + "broker.most-waiting", wholeNumber(1, 10_000_000)),
          defaulted(PREFIX + "routing.default-route", oneOf("new", "legacy")),
          defaulted(PREFIX + "switching.lease", duration("1s", "10m")),
          defaulted(PREFIX + "switching.frozen-at-most", duration("1s", "1h")),
          defaulted(PREFIX + "switching.second-look", duration("0s", "10m")),
          defaulted(PREFIX + "switching.look-every", durationOrOff("1ms", "1m")),
          defaulted(PREFIX + "switching.compare-every", duration("10ms", "24h")),
          defaulted(PREFIX + "judging.look-every", durationOrOff("1ms", "1m")),
          defaulted(PREFIX + "judging.second-look", duration("0s", "1h")),
          defaulted(PREFIX + "judging.decides-within", duration("1s", "24h")),
          defaulted(PREFIX + "judging.keep", duration("1h", "3650d")),
          defaulted(PREFIX + "leaks.look-every", duration("1ms", "10m")),
          defaulted(PREFIX + "leaks.shows-within", duration("0s", "24h")),
          defaulted(PREFIX + "leaks.keep", duration("1h", "3650d")),
          defaulted(PREFIX + "reconciliation.every", durationOrOff("10ms", "24h")),
          defaulted(PREFIX + "reconciliation.second-look", duration("0s", "24h")),
          defaulted(PREFIX + "affinity.over", duration("1d", "365d")),
          defaulted(PREFIX + "affinity.most", wholeNumber(0, 1000)),
          defaulted(PREFIX + "affinity.fresh", duration("0s", "24h")),
          optional(PREFIX + "gate.off", words()),
          defaulted(PREFIX + "gate.in-shadow", duration("0s", "365d")),
          defaulted(PREFIX + "gate.sample", wholeNumber(1, 1_000_000_000)),
          defaulted(PREFIX + "gate.unjudged-percent", wholeNumber(0, 100)),
          defaulted(PREFIX + "gate.split-percent", wholeNumber(0, 100)),
          defaulted(PREFIX + "gate.agreed-within", duration("1s", "24h")),
          defaulted(PREFIX + "gate.pulled-within", duration("1s", "365d")),
          defaulted(PREFIX + "gate.open-backorders", wholeNumber(0, 1_000_000_000)),
          defaulted(PREFIX + "gate.lag", duration("0s", "24h")),
          defaulted(PREFIX + "gate.rehearsed-within", duration("1s", "365d")),
          required(SET_ASIDE + "url", address()),
          required(SET_ASIDE + "method", text("the name of a method")),
          optional(SET_ASIDE + "parameters", told()),
          optional(SET_ASIDE + "members.MEMBER", told()),
          optional(SET_ASIDE + "user", text("the name of a user")),
          optional(SET_ASIDE + "password", secret("a password")),
          defaulted(SET_ASIDE + "timeout", duration("1ms", "1h")),
          defaulted(SET_ASIDE + "calls-at-once", wholeNumber(1, 1_000)),
          optional(SHADOW + "virtual-host", text("the name of a virtual host")),
          optional(SHADOW + "host", text("the name of a host")),
          optional(SHADOW + "port", wholeNumber(1, 65_535)),
          optional(SHADOW + "username", text("the name of a user")),
          optional(SHADOW + "password", secret("a password")),
          optional(SHADOW + "allocation-url", address()),
          defaulted(SHADOW + "look-every", duration("1ms", "1m")),
          defaulted(SHADOW + "most-waiting", wholeNumber(1, 1_000_000_000)),
          defaulted(SHADOW + "lost-after", duration("0s", "24h")),
          defaulted(SHADOW + "lost-unanswered-after", duration("1m", "365d")),
          defaulted(PREFIX + "holding.at-most", duration("0s", "10m")),
          defaulted(PREFIX + "holding.orders", wholeNumber(0, 100_000)),
          defaulted(PREFIX + "resend.every", durationOrOff("1s", "24h")),
          defaulted(PREFIX + "resend.minimum-age", duration("0s", "24h")),
          defaulted(PREFIX + "figures.read-every", durationOrOff("1s", "24h")),
          defaulted(PREFIX + "figures.count-every", durationOrOff("1s", "24h")),
          defaulted("ficus.access", oneOf("required", "open")),
          defaulted("ficus.client.id", text("the name of a client")),
          optional("ficus.client.secret", secret("a client's secret")));

  private static final Map<Setting, Pattern> PATTERNS =
      ALL.stream()
          .collect(
              Collectors.toMap(
                  setting -> setting, Setting::pattern, (one, other) -> one, LinkedHashMap::new));

  private Settings() {}

  private static Setting required(String key, SettingRule rule) {
    return new Setting(key, Need.REQUIRED, rule);
  }

  private static Setting optional(String key, SettingRule rule) {
    return new Setting(key, Need.OPTIONAL, rule);
  }

  private static Setting defaulted(String key, SettingRule rule) {
    return new Setting(key, Need.DEFAULTED, rule);
  }

  /** The setting of this key, or of a list of which it is an element. */
  static Optional<Setting> of(String key) {
    // Each key that is read comes by here.
    if (!key.startsWith("ficus.")) {
      return Optional.empty();
    }
    String whole = Setting.ofWholeList(key);
    return PATTERNS.entrySet().stream()
        .filter(each -> each.getValue().matcher(whole).matches())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether an environment variable of this name sets something. */
  static boolean hasVariable(String name) {
    return ALL.stream().anyMatch(setting -> setting.variable().matcher(name).matches());
  }
}
