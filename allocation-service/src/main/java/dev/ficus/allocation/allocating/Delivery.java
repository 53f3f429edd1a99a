package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import java.util.Optional;

/**
 * A message from the command queue, read but not judged.
 *
 * @param messageId 1 to 255 bytes; two deliveries of one id are one message
 * @param type routing key of the command, as it came
 * @param body as it came
 * @param headers as they came, as JSON
 * @param command empty when the message is malformed
 * @param defect what is wrong with a malformed message
 */
public record Delivery(
    String messageId,
    String type,
    byte[] body,
    String headers,
    Cause cause,
    Optional<Command> command,
    Optional<Malformed> defect) {

  /** The message with another command in place of the one that came, on behalf of whoever asks. */
  Delivery withCommand(Command command, String who) {
    return new Delivery(
        messageId, type, body, headers, cause.by(who), Optional.of(command), Optional.empty());
  }

  /** The SKU, or null when the message is malformed or leaves it to the batch. */
  public String sku() {
    return command.map(Command::sku).orElse(null);
  }

  /** The batch, or null when the command names none. */
  public String batchref() {
    return command
        .filter(Command.OfBatch.class::isInstance)
        .map(each -> ((Command.OfBatch) each).batchref())
        .orElse(null);
  }

  /** The order, or null when the command names none. */
  public String orderid() {
    return ofLine().map(Command.OfLine::orderid).orElse(null);
  }

  /** The line, or null when the command names none. */
  public String lineid() {
    return ofLine().map(Command.OfLine::lineid).orElse(null);
  }

  private Optional<Command.OfLine> ofLine() {
    return command.filter(Command.OfLine.class::isInstance).map(Command.OfLine.class::cast);
  }
}
