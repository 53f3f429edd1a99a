package dev.ficus.legacy.switching;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.NameUuid;
import dev.ficus.legacy.routing.Route;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * Event about the route of a SKU, or about its shadow, for other teams.
 *
 * @param sequence its number among those of its SKU: 1, 2, 3 … without gaps
 * @param about what it says beside that it has happened
 */
public record LegacyEvent(
    LegacyEventType type, String sku, int sequence, EventContent about, String wave, Instant at) {

  /** What an event says. */
  public sealed interface EventContent {

    /** What distinguishes it from others of its SKU and type. */
    int number();
  }

  /**
   * The route was changed, or has settled.
   *
   * @param from the route before
   * @param to the route since
   * @param epoch the one that has begun with it, or has settled
   * @param certificate the hash of the certificate of the switch
   */
  public record RouteChanged(Route from, Route to, int epoch, String certificate)
      implements EventContent {

    @Override
    public int number() {
      return epoch;
    }
  }

  /**
   * The shadow of the SKU has begun, or has ended.
   *
   * @param basing how often it has been based there
   */
  public record ShadowChanged(int basing) implements EventContent {

    @Override
    public int number() {
      return basing;
    }
  }

  /** What has happened. */
  public enum LegacyEventType {
    /** We fulfil the SKU now. */
    SKU_CUT_OVER,
    /** The monolith fulfils it again. */
    SKU_ROLLED_BACK,
    /** Of the owner before nothing of it is under way any more. */
    SKU_SETTLED,
    /** The shadow decides about it as well, from the monolith's figure of now on. */
    SKU_SHADOWED,
    /** The shadow does so no longer. */
    SKU_UNSHADOWED;

    /** The name on the wire. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name. */
    public static LegacyEventType of(String code) {
      return Arrays.stream(values())
          .filter(each -> each.code().equals(code))
          .findFirst()
          .orElseThrow();
    }
  }

  public LegacyEvent {
    Objects.requireNonNull(type);
    Objects.requireNonNull(sku);
    Objects.requireNonNull(about);
  }

  /** An event about a route. */
  public LegacyEvent(
      LegacyEventType type,
      String sku,
      int sequence,
      Route from,
      Route to,
      int epoch,
      String wave,
      String certificate,
      Instant at) {
    this(type, sku, sequence, new RouteChanged(from, to, epoch, certificate), wave, at);
  }

  /** Of an event about a route, what has become of it. */
  public RouteChanged route() {
    return (RouteChanged) about;
  }

  /** The message id: the same whenever and however often it is sent, as of commands. */
  public UUID messageId() {
    return NameUuid.of(
        Command.NAMESPACE, String.join("\n", sku, type.code(), Integer.toString(about.number())));
  }
}
