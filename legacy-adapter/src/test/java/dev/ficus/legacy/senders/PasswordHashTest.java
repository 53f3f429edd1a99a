package dev.ficus.legacy.senders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class PasswordHashTest {

  private static final int FEW_ROUNDS = 3;

  /** Made by OpenSSL: {@code openssl enc -aes-256-ctr -pbkdf2 -iter 210000 -md sha512 -P}. */
  private static final String OF_OPENSSL =
      "pbkdf2-sha512:210000:AQIDBAUGBwg=:300NN9cddCM5fNJehHCftojg6/QAmVaWEolZfI+hwEQ=";

  @Test
  void a_hash_says_how_it_was_made_and_is_of_its_password_when_it_is_read() {
    PasswordHash hash = PasswordHash.of("geheim:ß");
    assertTrue(hash.toString().startsWith("pbkdf2-sha512:210000:"), hash::toString);
    PasswordHash read = PasswordHash.parse(" " + hash + " ");
    assertEquals(hash.toString(), read.toString());
    assertTrue(read.isOf("geheim:ß"));
  }

  @Test
  void no_other_password_is_it_and_none_is_not_either() {
    PasswordHash hash = PasswordHash.of("geheim:ß", FEW_ROUNDS);
    assertTrue(hash.isOf("geheim:ß"));
    for (String other : List.of("geheim:s", "geheim:", "Geheim:ß", "")) {
      assertFalse(hash.isOf(other), other);
    }
  }

  @Test
  void two_of_one_password_have_nothing_in_common() {
    String one = PasswordHash.of("x", FEW_ROUNDS).toString();
    String other = PasswordHash.of("x", FEW_ROUNDS).toString();
    assertNotEquals(one.split(":")[2], other.split(":")[2]);
    assertNotEquals(one.split(":")[3], other.split(":")[3]);
  }

  @Test
  void one_that_openssl_has_made_is_read_too() {
    assertTrue(PasswordHash.parse(OF_OPENSSL).isOf("correct horse"));
  }

  @Test
  void what_is_none_is_refused_without_being_shown() {
    String salt = "AQIDBAUGBwg=";
    String hash = PasswordHash.parse(OF_OPENSSL).toString().split(":")[3];
    for (String wrong :
        List.of(
            "geheim",
            "",
            "pbkdf2-sha512:210000:" + salt,
            "pbkdf2-sha256:210000:" + salt + ":" + hash,
            "pbkdf2-sha512:209999:" + salt + ":" + hash,
            "pbkdf2-sha512:10000001:" + salt + ":" + hash,
            "pbkdf2-sha512:many:" + salt + ":" + hash,
            "pbkdf2-sha512:210000:AQID:" + hash,
            "pbkdf2-sha512:210000:" + salt + ":AQID",
            "pbkdf2-sha512:210000:" + salt + ":geheim!")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(wrong), wrong);
      assertFalse(refused.getMessage().contains("geheim"), refused::getMessage);
    }
  }
}
