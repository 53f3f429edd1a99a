package dev.ficus.legacy.senders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class UsersTest {

  /** What is asked here does not depend on how long it takes to compare a password. */
  private static final int FEW_ROUNDS = 3;

  /** Of {@code x}, made once: to make one takes a second here. */
  private static final String OF_X =
      "pbkdf2-sha512:210000:xu8dM/n7tWKIW78+eLnlIg==:"
          + "PS7SQqCkB9LCrtEkufK8QUaLdPJo7ALsVQmXSbU4s8DSNSGIsfoGxUwrAMWW3RR1vJPmgDDiLKATV1wy5g0D/A==";

  private static final Users USERS =
      new Users(
          new TreeMap<>(
              Map.of("shop", List.of(hash("old"), hash("new")), "till", List.of(hash("grün:1")))));

  private static PasswordHash hash(String password) {
    return PasswordHash.of(password, FEW_ROUNDS);
  }

  @Test
  void each_has_any_of_its_own_passwords() {
    assertTrue(USERS.include(given("shop:old")));
    assertTrue(USERS.include(given("shop:new")));
    assertTrue(USERS.include(given("till:grün:1")));
    for (String wrong : List.of("shop:grün:1", "till:old", "till:", "shop:", ":new", "Shop:new")) {
      assertFalse(USERS.include(given(wrong)), wrong);
    }
  }

  @Test
  void several_hashes_of_a_user_have_commas_between() {
    Users listed = new Users(Map.of("shop", OF_X + ", " + OF_X, "till", OF_X));
    assertEquals(Set.of("shop", "till"), listed.names());
    assertEquals(
        List.of(OF_X, OF_X),
        listed.cost("shop").own().stream().map(PasswordHash::toString).toList());
    assertTrue(listed.include(given("shop:x")));
    for (String name : List.of("shop", "till", "nobody")) {
      assertEquals(2 * PasswordHash.ROUNDS, listed.cost(name).rounds(), name);
    }
  }

  @Test
  void where_nobody_is_named_everybody_may() {
    assertTrue(new Users(Map.of()).areEverybody());
    assertFalse(USERS.areEverybody());
  }

  @Test
  void to_ask_for_one_costs_what_it_costs_to_ask_for_any_other() {
    for (String name : List.of("shop", "till", "nobody", "")) {
      assertEquals(2 * FEW_ROUNDS, USERS.cost(name).rounds(), name);
    }
  }

  @Test
  void an_old_sender_may_write_latin_letters_its_own_way() {
    assertTrue(USERS.include(given("till:grün:1", StandardCharsets.ISO_8859_1).orElseThrow()));
  }

  @Test
  void what_is_no_basic_authentication_names_nobody() {
    for (String header : List.of("Basic ?", "Basic", "Bearer x", "", "Basic " + base64("shop"))) {
      assertEquals(Optional.empty(), Credentials.of(header), header);
    }
    assertEquals(Optional.empty(), Credentials.of(null));
  }

  private static Credentials given(String both) {
    return given(both, StandardCharsets.UTF_8).orElseThrow();
  }

  private static Optional<Credentials> given(String both, Charset charset) {
    return Credentials.of("BASIC  " + Base64.getEncoder().encodeToString(both.getBytes(charset)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
