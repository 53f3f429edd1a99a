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
 * Event about the route of a SKU, for other teams.
 *
 * @param sequence its number among those of its SKU: 1, 2, 3 … without gaps
 * @param from the route before
 * @param to the route since
 * @param epoch the one that has begun with it, or has settled
 * @param certificate the hash of the certificate of the switch
 */
public record LegacyEvent(
    LegacyEventType type,
    String sku,
    int sequence,
    Route from,
    Route to,
    int epoch,
    String wave,
    String certificate,
    Instant at) {

  /** What has happened. */
  public enum LegacyEventType {
    /** We fulfil the SKU now. */
    SKU_CUT_OVER,
    /** The monolith fulfils it again. */
    SKU_ROLLED_BACK,
    /** Of the owner before nothing of it is under way any more. */
    SKU_SETTLED;

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
  }

  /** The message id: the same whenever and however often it is sent, as of commands. */
  public UUID messageId() {
    return NameUuid.of(
        Command.NAMESPACE, String.join("\n", sku, type.code(), Integer.toString(epoch)));
  }
}
