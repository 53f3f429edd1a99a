package dev.ficus.journeys;

import java.util.List;
import java.util.stream.Stream;

/**
 * A request on a service's connection to one of its servers at which the service is stopped: it is
 * held back, or is the last that arrives.
 *
 * @param toServer whether the service sends it, or its server
 * @param words what it holds, all of it
 * @param passes whether it still reaches its receiver
 */
record Mark(Protocol protocol, boolean toServer, List<String> words, boolean passes) {

  /** The same, but only where it holds this as well. */
  Mark about(String word) {
    return new Mark(
        protocol, toServer, Stream.concat(words.stream(), Stream.of(word)).toList(), passes);
  }

  /** Whether this, the beginning of a request, is enough to know it by. */
  boolean isMetBy(boolean sentToServer, String request) {
    return sentToServer == toServer && words.stream().allMatch(request::contains);
  }
}
