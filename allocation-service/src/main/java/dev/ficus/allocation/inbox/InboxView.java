package dev.ficus.allocation.inbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.allocation.allocating.Inbox;
import dev.ficus.allocation.view.ReadFailure;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.JDBCException;

/** Reads the commands that came as messages, each with its state. */
@ApplicationScoped
public class InboxView {
  private static final int MOST_CONTRADICTING = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InboxRows rows;

  InboxView(InboxRows rows) {
    this.rows = rows;
  }

  /**
   * @param messageId by which it is known here
   * @param cameAs the message id it came with, where another command had that before, or its sender
   *     might not send it; else absent
   * @param code stable name of the reason for which it is parked; absent when it waits
   * @param who sent it
   * @param arrival its number among all commands that came
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ListedCommand(
      @JsonProperty("message_id") String messageId,
      @JsonProperty("came_as") String cameAs,
      String type,
      String sku,
      String orderid,
      String lineid,
      String batchref,
      String code,
      String reason,
      String who,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonIgnore long arrival) {
    public ListedCommand {
      lineid = absentIfEmpty(lineid);
    }
  }

  /**
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CommandPage(List<ListedCommand> commands, String next) {}

  /**
   * A command as it is kept.
   *
   * @param cameAs the message id it came with, where another command had that before; else absent
   * @param state parked, waiting, applied or discarded
   * @param body as it came, where it is text; of one that waits, as it was understood
   * @param bodyBase64 as it came, where it is not text
   * @param contradicting other commands that came with this message id, the first hundred; absent
   *     when none did
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CommandDetails(
      @JsonProperty("message_id") String messageId,
      @JsonProperty("came_as") String cameAs,
      String state,
      String type,
      String sku,
      String orderid,
      String lineid,
      String batchref,
      String code,
      String reason,
      String who,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("correlation_id") String correlationId,
      String traceparent,
      String body,
      @JsonProperty("body_base64") String bodyBase64,
      JsonNode headers,
      List<AuditEntry> audit,
      List<ListedCommand> contradicting) {}

  /**
   * One entry of the audit: what an operator did, or the sender by sending other content under the
   * same id.
   *
   * @param action redrive, discard or correct
   * @param outcome applied, repeated, waiting, refused or discarded
   * @param before what was corrected
   * @param after the correction
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AuditEntry(
      Instant at,
      String action,
      String who,
      String outcome,
      String code,
      String reason,
      @JsonProperty("body_before") String before,
      @JsonProperty("body_after") String after) {}

  /**
   * A page of the parked commands, by arrival.
   *
   * @param after the {@code next} of the page before; 0 for the first page
   */
  public CommandPage parked(long after, int limit, Optional<String> code, Optional<String> type) {
    return page(Inbox.CommandState.PARKED, after, limit, code, type);
  }

  /** A page of the commands that wait, by arrival. */
  public CommandPage waiting(long after, int limit, Optional<String> type) {
    return page(Inbox.CommandState.WAITING, after, limit, Optional.empty(), type);
  }

  /** The state is part of the statement, so that the index of that state serves it. */
  private CommandPage page(
      Inbox.CommandState state,
      long after,
      int limit,
      Optional<String> code,
      Optional<String> type) {
    List<ListedCommand> commands =
        listed(
            limit,
            "state = %s and arrival > ?1 and code is not distinct from coalesce(?2, code) and type = coalesce(?3, type)"
                .formatted(state),
            after,
            code.orElse(null),
            type.orElse(null));
    return new CommandPage(
        commands,
        commands.size() < limit ? null : Long.toString(commands.get(limit - 1).arrival()));
  }

  private List<ListedCommand> listed(int limit, String query, Object... parameters) {
    return read(
        () ->
            rows.find(query, Sort.by("arrival"), parameters)
                .page(0, limit)
                .project(ListedCommand.class)
                .list());
  }

  /**
   * The command with this message id, in whatever state. In a transaction of its own, so that it is
   * read as it is now.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<CommandDetails> command(String messageId) {
    return read(
            () ->
                rows.find(
                        "from InboxRow row left join fetch row.audit where row.messageId = ?1",
                        messageId)
                    .list())
        .stream()
        .findFirst()
        .map(row -> kept(row, contradicting(messageId)));
  }

  /**
   * Other commands under this id. One that its sender has corrected since has no code, and is in
   * the audit.
   */
  private List<ListedCommand> contradicting(String messageId) {
    List<ListedCommand> found =
        listed(MOST_CONTRADICTING, "cameAs = ?1 and code is not null", messageId);
    return found.isEmpty() ? null : found;
  }

  private static <T> T read(Supplier<T> query) {
    try {
      return query.get();
    } catch (JDBCException e) {
      throw ReadFailure.because(e.getSQLException());
    }
  }

  private static CommandDetails kept(InboxRow row, List<ListedCommand> contradicting) {
    Optional<String> text = text(row.body);
    return new CommandDetails(
        row.messageId,
        row.cameAs,
        row.state.name().toLowerCase(Locale.ROOT),
        row.type,
        row.sku,
        row.orderid,
        absentIfEmpty(row.lineid),
        row.batchref,
        row.code,
        row.reason,
        row.who,
        row.receivedAt,
        row.correlationId,
        row.traceparent,
        text.orElse(null),
        row.body == null || text.isPresent() ? null : Base64.getEncoder().encodeToString(row.body),
        json(row.headers),
        row.audit.stream().map(InboxView::entry).toList(),
        contradicting);
  }

  private static AuditEntry entry(AuditRow row) {
    return new AuditEntry(
        row.at,
        row.action,
        row.who,
        row.outcome,
        row.code,
        row.reason,
        shown(row.bodyBefore),
        shown(row.bodyAfter));
  }

  private static Optional<String> text(byte[] body) {
    try {
      return body == null
          ? Optional.empty()
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String shown(byte[] body) {
    return body == null
        ? null
        : text(body).orElseGet(() -> Base64.getEncoder().encodeToString(body));
  }

  private static JsonNode json(String text) {
    try {
      return text == null ? null : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("headers are kept as JSON", e);
    }
  }

  private static String absentIfEmpty(String lineid) {
    return lineid == null || lineid.isEmpty() ? null : lineid;
  }
}
