package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A call of the shop is followed through all services by its own ids. */
abstract class FollowedCallJourney {
  private static final String RUG = "FOLLOWED-RUG";

  @Test
  void a_call_is_seen_in_the_last_service_under_the_ids_that_its_sender_gave_it() throws Exception {
    AllServices all = SharedServices.running();
    all.purchase("followed-rugs", RUG, 10);
    String trace = UUID.randomUUID().toString().replace("-", "");
    String correlation = "journey-" + trace.substring(0, 8);
    call(all, correlation, trace);
    Path log = all.launcher().log(all.availability().name());
    String line =
        "Applied line_allocated: sku=%s sequence=2 correlation_id=%s trace_id=%s"
            .formatted(RUG, correlation, trace);
    assertTrue(Waiting.until(() -> read(log).contains(line), LIMIT), () -> read(log));
  }

  /** Two services that declare one queue differently: the second would find it otherwise. */
  @Test
  void no_service_declares_a_queue_otherwise_than_another() throws Exception {
    AllServices all = SharedServices.running();
    List<String> found = new ArrayList<>();
    for (PackagedService service : all.services()) {
      Files.readAllLines(all.launcher().log(service.name())).stream()
          .filter(line -> line.contains("declared otherwise") || line.contains("PRECONDITION"))
          .forEach(found::add);
    }
    assertEquals(List.of(), found);
  }

  private static void call(AllServices all, String correlation, String trace)
      throws IOException, InterruptedException {
    String call =
        """
        <?xml version="1.0"?>
        <methodCall><methodName>sales_order.create</methodName><params><param><value><struct>
          <member><name>increment_id</name><value>100000017</value></member>
          <member><name>items</name><value><array><data><value><struct>
            <member><name>item_id</name><value>1</value></member>
            <member><name>sku</name><value>%s</value></member>
            <member><name>qty_ordered</name><value>3.0000</value></member>
          </struct></value></data></array></value></member>
        </struct></value></param></params></methodCall>
        """
            .formatted(RUG);
    String path = ShopRules.read(Project.here().adapterConfiguration()).path();
    HttpRequest request =
        HttpRequest.newBuilder(all.adapter().url(path))
            .header("Content-Type", "text/xml")
            .header("X-Correlation-Id", correlation)
            .header("traceparent", "00-%s-00f067aa0ba902b7-00".formatted(trace))
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertFalse(response.body().contains("fault"), response.body());
    assertEquals(correlation, response.headers().firstValue("X-Correlation-Id").orElse(""));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException notYet) {
      return "";
    }
  }
}
