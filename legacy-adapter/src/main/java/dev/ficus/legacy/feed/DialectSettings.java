package dev.ficus.legacy.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings of dialects: which calls of a sender mean something, and the paths in them. */
@ConfigMapping(prefix = "ficus.legacy")
interface DialectSettings {

  /** The dialects, by a name of your choice. */
  Map<String, Dialect> dialects();

  /** A dialect; see the package {@code dialect}. */
  interface Dialect {

    /** The calls that mean something to us, by a name of your choice. */
    Map<String, KnownCall> calls();

    /**
     * Names of members that only calls about stock have: a call that has one and is none of those
     * that mean something is kept in quarantine, and counted.
     */
    Optional<List<String>> stockMembers();

    /** The paths in an order; needed where a call is about one. */
    Optional<Order> order();

    /** The paths in a line; likewise. */
    Optional<Line> line();

    /** A call that means something to us. */
    interface KnownCall {

      /** The method's name. */
      String method();

      /** The values in the parameters by which this is the call, by path. */
      Map<String, String> where();

      /** What it means. */
      dev.ficus.legacy.feed.dialect.KnownCall.Meaning means();

      /** The path in the parameters of the order, or its number, or the list of calls. */
      @WithDefault("0")
      List<String> at();

      /** What the sender gets for it. */
      @WithDefault("number")
      dev.ficus.legacy.feed.dialect.KnownCall.Reply reply();

      /** The path in the parameters of the reference of the batch. */
      Optional<List<String>> batchref();

      /** The path of the items that it is about: how many, by the ids of items. */
      Optional<List<String>> items();

      /** The path of the status that an order is given. */
      Optional<List<String>> status();

      /** What the monolith has decided about the items when it makes this call. */
      Optional<dev.ficus.legacy.feed.dialect.KnownCall.ToldOutcome> tells();

      /** The path of the SKU whose stock it is. */
      Optional<List<String>> sku();

      /**
       * The path of the product whose stock it is, by its SKU or by the shop's own id, as Magento
       * takes either.
       */
      Optional<List<String>> product();

      /** The path of by which of the two it is named; without that word a number is an id. */
      Optional<List<String>> namedBy();

      /** The path of whether any can be ordered, which counts where no quantity is given. */
      Optional<List<String>> inStock();

      /** The path of how many there are. */
      Optional<List<String>> quantity();

      /** The path of the day on which the batch is expected. */
      Optional<List<String>> eta();
    }

    /** Paths in an order; of several the first counts at which there is a value. */
    interface Order {

      /** Its number. */
      List<String> number();

      /** The sender's words for how far it is; the values at all of the paths count. */
      List<String> status();

      /** When it was last changed. */
      List<String> updatedAt();

      /** When it was made; unset where the sender sends no such time. */
      Optional<List<String>> createdAt();

      /** The list of its lines. */
      List<String> lines();
    }

    /** What the monolith's answer to an order says of its lines; unset where it says nothing. */
    Optional<Answer> answer();

    /** Paths in an answer, and in each line of it. */
    interface Answer {

      /** The list of its lines. */
      List<String> lines();

      /** The shop's id of the line; unset where only the SKU is said. */
      Optional<List<String>> id();

      /** The SKU. */
      List<String> sku();

      /** The monolith's word for how far the line is. */
      Optional<List<String>> state();

      /** The batch from which it is taken. */
      Optional<List<String>> batch();

      /** The day for which it is promised. */
      Optional<List<String>> day();

      /** Words for a line that it does not deliver. */
      @WithDefault("refused")
      Set<String> refused();

      /** Words for a line that has to wait for stock. */
      @WithDefault("to-buy,backordered")
      Set<String> waits();

      /** Words for a line about which it says nothing yet, or nothing any more. */
      @WithDefault("undecided,cancelled,despatched")
      Set<String> undecided();
    }

    /** The sender's words for kinds of items; of no use where a line has no kind. */
    Kinds kinds();

    /** Words, in whatever letter case. */
    interface Kinds {

      /** What leaves no shelf. */
      @WithDefault("virtual,downloadable")
      Set<String> noGoods();

      /** Bundles: their parts are the goods. */
      @WithDefault("bundle")
      Set<String> sets();

      /** Configurable products: the one product chosen is the goods. */
      @WithDefault("configurable")
      Set<String> choices();

      /** What is found at {@code line.parts} where each part of a bundle is shipped for itself. */
      @WithDefault(dev.ficus.legacy.feed.dialect.Kinds.SHIPPED_APART)
      Pattern apart();
    }

    /** Paths in a line. */
    interface Line {

      /** The sender's own id of the line. */
      List<String> id();

      /** The id of the line that it is a part of, or the chosen one of. */
      List<String> parent();

      /** The SKU. */
      List<String> sku();

      /** How many were ordered. */
      List<String> quantity();

      /** How many of them are not wanted any more; unset where the sender sends no such figure. */
      Optional<List<String>> cancelled();

      /** For how many of them, left or not, the money went back; likewise. */
      Optional<List<String>> refunded();

      /** How many of them are shipped; unset where the sender sends no such figure. */
      Optional<List<String>> shipped();

      /** What kind of item it is, by the words of {@code kinds}; likewise. */
      Optional<List<String>> kind();

      /** Whether it is nothing one can touch; likewise. */
      Optional<List<String>> virtual();

      /** How the parts of a bundle are shipped; likewise. */
      Optional<List<String>> parts();
    }
  }
}
