package dev.ficus.availability.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAccessTest {

  private static final String KEY = "quarkus.http.host";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "localhost", "::1"})
  void this_machine_alone_may_call_a_service_that_asks_nobody(String host) {
    assertDoesNotThrow(() -> OpenAccess.mustBeLoopback(KEY, Optional.of(host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "192.0.2.1"})
  void one_that_others_can_call_does_not_start(String host) {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> OpenAccess.mustBeLoopback(KEY, Optional.of(host)));
    assertEquals(
        "Access is open (ficus.access), so quarkus.http.host must be an address of this machine"
            + " alone, such as 127.0.0.1, but is "
            + host,
        refused.getMessage());
  }

  @Test
  void nor_does_one_that_is_not_told_where_to_listen() {
    assertThrows(
        ConfigurationException.class, () -> OpenAccess.mustBeLoopback(KEY, Optional.empty()));
  }
}
