package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** Commands that came as messages and what became of them. */
@ApplicationScoped
public class InboxView {
  private static final String PAGE =
      """
      select arrival, message_id, came_as, type, sku, orderid, lineid, batchref, code, reason, who,
             received_at
      from inbox
      where state = '%s' and arrival > ? and code is not distinct from coalesce(?, code)
        and type = coalesce(?, type)
      order by arrival limit ?
      """;

  private static final String ONE =
      """
      select i.came_as, i.state, i.type, i.sku, i.orderid, i.lineid, i.batchref, i.code, i.reason, i.who,
             i.received_at, i.correlation_id, i.traceparent, i.body, i.headers,
             a.at, a.action, a.who as operator, a.outcome, a.code as deed_code,
             a.reason as deed_reason, a.body_before, a.body_after
      from inbox i left join command_audit a using (message_id)
      where message_id = ? order by a.id
      """;

  /** What its sender has corrected since has no code, and is in the audit. */
  private static final String CONTRADICTING =
      """
      select arrival, message_id, came_as, type, sku, orderid, lineid, batchref, code, reason, who,
             received_at
      from inbox
      where came_as = ? and code is not null order by arrival limit 100
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DataSource dataSource;

  InboxView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param messageId by which it is known here
   * @param cameAs the message id it came with, where another command had that before; else absent
   * @param code stable name of the reason for which it was set aside; absent when it waits
   * @param who sent it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Listed(
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
      @JsonProperty("received_at") Instant receivedAt) {}

  /**
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<Listed> commands, String next) {}

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
  public record Kept(
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
      List<Deed> audit,
      List<Listed> contradicting) {}

  /**
   * What an operator did, or the sender by sending something else under the same id.
   *
   * @param action redrive, discard or correct
   * @param outcome applied, repeated, waiting, refused or discarded
   * @param before what was corrected
   * @param after the correction
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Deed(
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
  public Page parked(long after, int limit, Optional<String> code, Optional<String> type) {
    return page("PARKED", after, limit, code, type);
  }

  /** A page of the commands that wait, by arrival. */
  public Page waiting(long after, int limit, Optional<String> type) {
    return page("WAITING", after, limit, Optional.empty(), type);
  }

  /** The state is part of the statement, so that the index of that state serves it. */
  private Page page(
      String state, long after, int limit, Optional<String> code, Optional<String> type) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE.formatted(state))) {
      query.setLong(1, after);
      query.setString(2, code.orElse(null));
      query.setString(3, type.orElse(null));
      query.setInt(4, limit);
      List<Listed> commands = new ArrayList<>();
      String next = null;
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          commands.add(listed(rows));
          next = commands.size() < limit ? null : rows.getString("arrival");
        }
      }
      return new Page(commands, next);
    } catch (SQLException e) {
      throw Unreadable.because(e);
    }
  }

  /** The command with this message id, whatever became of it. */
  public Optional<Kept> command(String messageId) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(ONE)) {
      query.setString(1, messageId);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next()
            ? Optional.of(kept(messageId, rows, contradicting(connection, messageId)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw Unreadable.because(e);
    }
  }

  private static List<Listed> contradicting(Connection connection, String messageId)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CONTRADICTING)) {
      query.setString(1, messageId);
      List<Listed> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(listed(rows));
        }
      }
      return found.isEmpty() ? null : found;
    }
  }

  private static Listed listed(ResultSet rows) throws SQLException {
    return new Listed(
        rows.getString("message_id"),
        rows.getString("came_as"),
        rows.getString("type"),
        rows.getString("sku"),
        rows.getString("orderid"),
        absentIfEmpty(rows.getString("lineid")),
        rows.getString("batchref"),
        rows.getString("code"),
        rows.getString("reason"),
        rows.getString("who"),
        instant(rows, "received_at"));
  }

  private static Kept kept(String messageId, ResultSet rows, List<Listed> contradicting)
      throws SQLException {
    byte[] body = rows.getBytes("body");
    Optional<String> text = text(body);
    return new Kept(
        messageId,
        rows.getString("came_as"),
        rows.getString("state").toLowerCase(Locale.ROOT),
        rows.getString("type"),
        rows.getString("sku"),
        rows.getString("orderid"),
        absentIfEmpty(rows.getString("lineid")),
        rows.getString("batchref"),
        rows.getString("code"),
        rows.getString("reason"),
        rows.getString("who"),
        instant(rows, "received_at"),
        rows.getString("correlation_id"),
        rows.getString("traceparent"),
        text.orElse(null),
        body == null || text.isPresent() ? null : Base64.getEncoder().encodeToString(body),
        json(rows.getString("headers")),
        deeds(rows),
        contradicting);
  }

  /** The rows differ in the deed alone. */
  private static List<Deed> deeds(ResultSet rows) throws SQLException {
    List<Deed> deeds = new ArrayList<>();
    if (rows.getString("action") == null) {
      return deeds;
    }
    do {
      deeds.add(
          new Deed(
              instant(rows, "at"),
              rows.getString("action"),
              rows.getString("operator"),
              rows.getString("outcome"),
              rows.getString("deed_code"),
              rows.getString("deed_reason"),
              shown(rows.getBytes("body_before")),
              shown(rows.getBytes("body_after"))));
    } while (rows.next());
    return deeds;
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

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String absentIfEmpty(String lineid) {
    return lineid == null || lineid.isEmpty() ? null : lineid;
  }
}
