package dev.ficus.local;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Creates virtual hosts on a RabbitMQ through its management HTTP API. */
final class VirtualHosts {
  /** Whoever asks whether it is there asks again. */
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(10);

  private static final String EVERYTHING =
      "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}";

  private final RabbitAddress address;
  private final ManagementApi management;
  private final List<String> created = new ArrayList<>();

  VirtualHosts(RabbitAddress address) {
    this.address = address;
    this.management =
        new ManagementApi(address.managementUrl(), address.username(), address.password());
  }

  VirtualHost create(String wish) {
    String name = Names.unique(wish);
    demand("PUT", "/api/vhosts/" + name, "{}");
    demand(
        "PUT", "/api/permissions/" + name + "/" + UrlText.encode(address.username()), EVERYTHING);
    synchronized (created) {
      created.add(name);
    }
    return new VirtualHost(
        address.host(),
        address.port(),
        address.username(),
        address.password(),
        name,
        address.amqpUrl() + "/" + name,
        address.managementUrl());
  }

  /** Imports definitions, as an operator does; what was there before stays. */
  void define(String definitions) {
    demand("POST", "/api/definitions", definitions);
  }

  /** Deletes a user, whose connections end; it is no matter if there is none of the name. */
  void deleteUser(String user) {
    try {
      management.call("DELETE", "/api/users/" + UrlText.encode(user), "", Waiting.CLOCK_LIMIT);
    } catch (IOException failure) {
      throw new LocalStackException("RabbitMQ does not delete " + user, failure);
    }
  }

  /** Deletes what was created here. */
  void deleteAll() {
    List<String> names;
    synchronized (created) {
      names = List.copyOf(created);
      created.clear();
    }
    for (String name : names) {
      try {
        demand("DELETE", "/api/vhosts/" + name, "");
      } catch (LocalStackException failure) {
        Progress.say(failure.getMessage());
      }
    }
  }

  /** Whether the management API answers and knows the user. */
  boolean answer() {
    try {
      return management.call("GET", "/api/whoami", "", QUESTION_LIMIT).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void demand(String method, String path, String body) {
    try {
      HttpResponse<String> response = management.call(method, path, body, Waiting.CLOCK_LIMIT);
      if (response.statusCode() / 100 != 2) {
        throw new LocalStackException(
            "RabbitMQ's management API at %s answered %s %s with %d %s"
                .formatted(
                    address.managementUrl(), method, path, response.statusCode(), response.body()));
      }
    } catch (IOException failure) {
      throw new LocalStackException(
          "RabbitMQ's management API at %s does not answer %s %s: %s"
              .formatted(address.managementUrl(), method, path, failure),
          failure);
    }
  }
}
