package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows of a wave's SKUs are found: not by reading all there are, once for each SKU. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class WaveRowsStoreTest {

  @Inject Database database;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from sku_route join ledger_line as line using (sku) where wave = 'first' and ",
        "from cut_over_sku join ledger_line as line using (sku) where cut_over = 1 and "
      })
  void open_lines_of_ours_are_found_by_their_skus(String wave) {
    assertFound("select lineid " + wave + StoredRollBackBook.OPEN, "ledger_line", "_ours");
  }

  @Test
  void open_lines_of_the_monolith_are_found_by_their_skus() {
    assertFound(
        "select lineid from cut_over_sku join ledger_line as line using (sku)"
            + " where cut_over = 1 and line.owner = 'monolith' and line.state = 'ordered'",
        "ledger_line",
        "_monolith");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop_figure", "source_stock"})
  void figures_and_stocks_are_found_by_their_skus_whatever_their_shops_and_sources(String table) {
    assertFound(
        "select count(*) from cut_over_sku join %s using (sku) where cut_over = 1".formatted(table),
        table,
        "_sku");
  }

  private void assertFound(String query, String table, String index) {
    String plan = plan(query);
    assertTrue(plan.contains(" " + table + index + " "), plan);
    assertFalse(plan.contains("Seq Scan on " + table), plan);
  }

  private String plan(String query) {
    List<String> lines =
        database.connected(
            connection -> Sql.query(connection, "explain " + query, row -> row.getString(1)));
    return String.join("\n", lines);
  }
}
