package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.product.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A message from the command queue, read but not judged.
 *
 * @param key by which the inbox knows it: its message id, or an id of our own where another command
 *     had that one before
 * @param type routing key of the command, as it came or as an operator has corrected it
 * @param body as it came
 * @param headers as they came, as JSON
 * @param content digest of what it says, as understood
 * @param cause names the message by the id it came with, 1 to 255 bytes
 * @param command empty when the message is malformed
 * @param refusal why it cannot be carried out as it came: it is malformed, or its sender may not
 *     command this
 */
public record Delivery(
    String key,
    String type,
    byte[] body,
    String headers,
    UUID content,
    Cause cause,
    Optional<Command> command,
    Optional<Outcome.Refused> refusal) {

  /** The message with another command in place of the one that came, on behalf of whoever asks. */
  Delivery withCommand(Command command, String who) {
    return new Delivery(
        key,
        Names.of(command),
        body,
        headers,
        content,
        cause.by(who),
        Optional.of(command),
        Optional.empty());
  }

  /** The id it came with. */
  public String messageId() {
    return cause.messageId();
  }

  /**
   * The same message under a key of its own, because its id belongs to another command. The key is
   * made from id and content, so the message has the same one when it is delivered again.
   */
  Delivery underOwnKey() {
    return under(keyOf(messageId() + '\0' + content), refusal);
  }

  /**
   * The same message, which its sender may not send, under a key that is nobody else's: whatever id
   * it gives itself, it is neither taken for another's command nor in the way of one.
   */
  public Delivery refused(Outcome.Refused refusal) {
    String name = "refused\0" + cause.who() + '\0' + messageId() + '\0' + content;
    return under(keyOf(name), Optional.of(refusal));
  }

  private Delivery under(String key, Optional<Outcome.Refused> refusal) {
    return new Delivery(key, type, body, headers, content, cause, command, refusal);
  }

  private static String keyOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Whether both are about the same line, the same batch or the same product as a whole. */
  boolean isAboutTheSameAs(Delivery other) {
    return Objects.equals(orderid(), other.orderid())
        && (batchref() != null || Objects.equals(sku(), other.sku()))
        && Objects.equals(lineid(), other.lineid())
        && Objects.equals(batchref(), other.batchref());
  }

  /** Whether a body that cannot be read names this line or batch all the same. */
  boolean isNamedIn(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return (batchref() != null
            ? Stream.of(batchref())
            : Stream.of(orderid(), sku(), lineid()).filter(Objects::nonNull))
        .allMatch(text::contains);
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
