package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The history of a product: its events, as long as they are kept, each with what it changed. What
 * was before is read off the event before it about the same line, about the same batch's quantity,
 * or about the product being open or closed.
 */
@ApplicationScoped
public class HistoryView {
  private static final String PAGE =
      """
      select generation, sequence, type, body, earlier_type, earlier_body, occurred_at, who, caused_by,
             correlation_id, traceparent, published_at
      from (
        select event.*,
               lag(type) over same_thing as earlier_type, lag(body) over same_thing as earlier_body
        from (
          select *, body::json as data from outbox
          where topic = 'product' and subject = ? and sequence <= (
            select max(sequence) from (
              select sequence from outbox
              where topic = 'product' and subject = ? and sequence > ?
              order by sequence limit ?) page)
        ) event
        window same_thing as (
          partition by data ->> 'orderid', data ->> 'lineid',
            case when type in ('batch_created', 'batch_quantity_changed') then data ->> 'batchref'
                 when type in ('product_opened', 'product_closed') then '' end
          order by sequence)
      ) compared
      where sequence > ?
      order by sequence
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DataSource dataSource;

  HistoryView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * An event of the past.
   *
   * @param generation of the sequence; absent for the first
   * @param who asked for it, as far as it was known
   * @param data as it was published
   * @param before what the event changed; absent where there was nothing, or nothing is kept of it
   * @param causedBy id of the command's message, where it came as one
   * @param publishedAt absent while it waits for the broker
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PastEvent(
      Long generation,
      long sequence,
      String type,
      Instant at,
      String who,
      JsonNode data,
      SubjectState before,
      SubjectState after,
      @JsonProperty("caused_by") String causedBy,
      @JsonProperty("correlation_id") String correlationId,
      String traceparent,
      @JsonProperty("published_at") Instant publishedAt) {}

  /**
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HistoryPage(List<PastEvent> history, Long next) {}

  /**
   * A page of a product's history, in its order.
   *
   * @param after sequence of the last event of the page before; 0 for the first page
   */
  public HistoryPage page(String sku, long after, int limit) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, sku);
      query.setString(2, sku);
      query.setLong(3, after);
      query.setInt(4, limit);
      query.setLong(5, after);
      List<PastEvent> history = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          history.add(entry(rows));
        }
      }
      return new HistoryPage(
          history, history.size() < limit ? null : history.get(limit - 1).sequence());
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }

  private static PastEvent entry(ResultSet rows) throws SQLException {
    String type = rows.getString("type");
    JsonNode data = json(rows.getString("body"));
    String earlierType = rows.getString("earlier_type");
    JsonNode earlier = earlierType == null ? null : json(rows.getString("earlier_body"));
    long generation = rows.getLong("generation");
    return new PastEvent(
        generation == 1 ? null : generation,
        rows.getLong("sequence"),
        type,
        instant(rows, "occurred_at"),
        rows.getString("who"),
        data,
        SubjectState.before(type, data, earlierType, earlier),
        SubjectState.after(type, data),
        rows.getString("caused_by"),
        rows.getString("correlation_id"),
        rows.getString("traceparent"),
        instant(rows, "published_at"));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("events are kept as JSON", e);
    }
  }

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
