package dev.ficus.legacy.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a value that would stop or spin the adapter it does not start, and says why. */
class RefusedValueTest {

  @ConfigMapping(prefix = "some")
  interface Some {

    @WithConverter(AtLeastOne.class)
    @WithDefault("7")
    int calls();

    @WithConverter(LongerThanZero.class)
    @WithDefault("90")
    Duration pause();
  }

  @ParameterizedTest
  @CsvSource({
    "some.calls, 0, at least 1",
    "some.calls, -3, at least 1",
    "some.calls, many, no whole number",
    "some.pause, 0s, longer than zero",
    "some.pause, soon, soon",
  })
  void is_named_with_its_key_and_what_is_wrong_with_it(String key, String value, String wrong) {
    Exception refusal = assertThrows(RuntimeException.class, () -> settings(key, value));
    assertTrue(refusal.getMessage().contains(key), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(wrong), refusal::getMessage);
  }

  @Test
  void others_are_taken() {
    assertEquals(12, settings("some.calls", " 12 ").calls());
    assertEquals(Duration.ofMillis(200), settings("some.pause", "200ms").pause());
    assertEquals(Duration.ofSeconds(90), settings("some.calls", "1").pause());
  }

  private static Some settings(String key, String value) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder().withMapping(Some.class).withDefaultValue(key, value).build();
    return config.getConfigMapping(Some.class);
  }
}
