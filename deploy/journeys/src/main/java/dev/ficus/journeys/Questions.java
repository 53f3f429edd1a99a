package dev.ficus.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two questions that one may ask now, with their answers; about what this run has left. */
final class Questions {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A SKU of which more can be had in all than from the warehouse today, if there is one. */
  private static final String SKU =
      """
      select sku, greatest(sum(available), 1) from batch_view
      group by sku
      order by count(*) filter (where eta is not null and available > 0) > 0
                 and count(*) filter (where eta is null and available > 0) > 0 desc,
        sum(available) > 0 desc, count(*) desc, sku
      limit 1
      """;

  /** A short order to which as many different things as possible happened. */
  private static final String ORDER =
      """
      select orderid from order_line
      group by orderid
      order by count(*) <= 12 desc, count(distinct state) desc, count(*), orderid
      limit 1
      """;

  /** What the README asks for; whoever starts without orders may purchase it. */
  private static final String RUG = "HAZARDOUS_RUG";

  private Questions() {}

  /** The shop's page, with a question that has an answer if any has. */
  static URI page(Ficus ficus) {
    try (Query views = new Query(ficus.database(Service.AVAILABILITY))) {
      List<String> known = views.list(SKU, row -> row.getString(1));
      return ficus.shop().question(known.isEmpty() ? RUG : known.get(0), 1, "GB", "SW1A 1AA");
    } catch (SQLException failure) {
      throw new DemoException("the views cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** The questions as addresses, each followed by its answer. */
  static List<String> ask(Ficus ficus) {
    List<String> lines = new ArrayList<>();
    try (Query views = new Query(ficus.database(Service.AVAILABILITY));
        Query orders = new Query(ficus.database(Service.ALLOCATION))) {
      for (String question :
          views.list(
              SKU,
              row -> "/availability/" + Http.encode(row.getString(1)) + "?qty=" + row.getLong(2))) {
        lines.addAll(ask(ficus.url(Service.AVAILABILITY).resolve(question)));
      }
      for (String question :
          orders.list(ORDER, row -> "/allocations/" + Http.encode(row.getString(1)))) {
        lines.addAll(ask(ficus.url(Service.ALLOCATION).resolve(question)));
      }
    } catch (SQLException | IOException failure) {
      throw new DemoException("a question was not answered: " + failure.getMessage(), failure);
    }
    return lines;
  }

  private static List<String> ask(URI question) throws IOException {
    Http.Response answer = Http.get(question, LIMIT);
    String text = JSON.readTree(answer.body()).toPrettyString();
    List<String> lines = new ArrayList<>(List.of("curl '%s'".formatted(question)));
    text.lines().forEach(lines::add);
    return lines;
  }
}
