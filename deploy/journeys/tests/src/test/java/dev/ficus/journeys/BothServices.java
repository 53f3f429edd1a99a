package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/** allocation-service and availability-service, and what purchasing, shop and customers say. */
final class BothServices {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final VirtualHost broker;
  private final PackagedService allocation;
  private final PackagedService availability;

  private BothServices(
      VirtualHost broker, PackagedService allocation, PackagedService availability) {
    this.broker = broker;
    this.allocation = allocation;
    this.availability = availability;
  }

  /** Those of a set that runs, and ends without this. */
  static BothServices of(AllServices all) {
    return new BothServices(all.broker(), all.allocation(), all.availability());
  }

  /** Starts both; they know nothing yet, and end with the launcher at the latest. */
  static BothServices start(Launcher launcher) throws IOException {
    LocalStack servers = LocalStack.shared();
    VirtualHost broker = servers.createVirtualHost("journey");
    PackagedService allocation =
        PackagedService.small(launcher, "allocation-service", Service.ALLOCATION)
            .with(servers.createDatabase("allocation"), broker)
            .start();
    PackagedService availability =
        PackagedService.small(launcher, "availability-service", Service.AVAILABILITY)
            .with(servers.createDatabase("availability"), broker)
            .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", allocation.url("").toString()))
            .start();
    allocation.awaitReady();
    availability.awaitReady();
    return new BothServices(broker, allocation, availability);
  }

  /** What day it is where the warehouse is. */
  static LocalDate today() {
    return LocalDate.now(ZoneId.of("Europe/London"));
  }

  /** Where they hear and are heard. */
  VirtualHost broker() {
    return broker;
  }

  URI availability() {
    return availability.url("");
  }

  /**
   * Purchasing adds a batch.
   *
   * @param eta {@code null} when it is in the warehouse
   */
  void purchase(String batchref, String sku, int qty, LocalDate eta) {
    ObjectNode batch = JSON.createObjectNode();
    batch.put("batchref", batchref).put("sku", sku).put("qty", qty);
    if (eta != null) {
      batch.put("eta", eta.toString());
    }
    post("/batches", batch, 201);
  }

  /** A customer orders; returns the line as it is then. */
  JsonNode order(String orderid, String sku, int qty) {
    ObjectNode line = JSON.createObjectNode();
    return post("/allocations", line.put("orderid", orderid).put("sku", sku).put("qty", qty), 202);
  }

  /** The product as allocation-service has it. */
  JsonNode product(String sku) {
    return get(allocation.url("/products/" + Http.encode(sku)));
  }

  /**
   * The shop asks when so many can be had; the answer contains all that has happened in
   * allocation-service.
   *
   * @param to {@code null} for whoever collects them at the warehouse
   */
  JsonNode ask(String sku, int qty, String to) {
    long sequence = product(sku).path("sequence").asLong();
    String question = "/availability/%s?qty=%d".formatted(Http.encode(sku), qty);
    URI address = availability.url(to == null ? question : question + "&to=" + Http.encode(to));
    return Waiting.await(
        () -> answered(address),
        answer -> answer.has("sequence") && answer.path("sequence").asLong() >= sequence);
  }

  /** Missing as long as the product is unknown. */
  private static JsonNode answered(URI address) {
    return read(() -> Http.get(address, CLOCK_LIMIT), null);
  }

  private static JsonNode get(URI address) {
    return read(() -> Http.get(address, CLOCK_LIMIT), 200);
  }

  private JsonNode post(String path, JsonNode body, int status) {
    URI address = allocation.url(path);
    return read(() -> Http.post(address, "application/json", body.toString(), CLOCK_LIMIT), status);
  }

  private interface Exchange {
    Http.Response send() throws IOException;
  }

  private static JsonNode read(Exchange exchange, Integer status) {
    try {
      Http.Response response = exchange.send();
      if (status != null) {
        assertEquals(status, response.status(), response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
