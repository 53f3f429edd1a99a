package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldWorldProcessTest {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @TempDir Path folder;

  @Test
  void a_monolith_asks_a_shop_for_its_orders_each_in_a_process_of_its_own() throws Exception {
    String orders = Project.here().orders().toString();
    try (Launcher launcher = new Launcher(folder)) {
      OldWorldProcess shop =
          OldWorldProcess.shop(launcher, SMALL, List.of("--orders", orders, "--count", "5"));
      OldWorldProcess monolith =
          OldWorldProcess.monolith(
              launcher,
              SMALL,
              List.of(
                  "--orders", orders, "--pull-from", shop.api().toString(), "--user", "adapter"));
      monolith.act("pull");
      Set<String> known =
          monolith.table("orders").stream()
              .map(row -> row.get("order"))
              .collect(Collectors.toSet());
      assertEquals(5, known.size());
      assertTrue(shop.table("orders").stream().allMatch(row -> known.contains(row.get("order"))));
    }
  }
}
