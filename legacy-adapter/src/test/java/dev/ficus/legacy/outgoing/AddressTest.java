package dev.ficus.legacy.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://host, http://host/products?after=a",
    "http://host/, http://host/products?after=a",
    "http://host:8081//, http://host:8081/products?after=a",
    "http://host/ficus, http://host/ficus/products?after=a",
    "http://host/ficus/, http://host/ficus/products?after=a",
    "https://u:p@host/a/b%20c/, https://host/a/b%20c/products?after=a",
    "http://[::1]:8081/ficus, http://[::1]:8081/ficus/products?after=a",
  })
  void a_configured_path_is_kept(URI configured, URI asked) {
    assertEquals(asked, Address.of(configured, "key").at("/products?after=a"));
  }

  @Test
  void an_address_of_xml_rpc_is_asked_as_it_is_written() {
    URI written = URI.create("https://shop.example/index.php/api/?service=xmlrpc&x=%26");
    assertEquals(written, Address.of(written, "key").uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"host", "/path", "ftp://host/", "mailto:a@b", "http:///path", "http://my_shop/"})
  void what_is_no_address_is_refused_by_the_name_of_its_setting(URI wrong) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Address.of(wrong, "ficus.some.url"));
    assertTrue(refusal.getMessage().startsWith("ficus.some.url "), refusal::getMessage);
  }

  @Test
  void users_that_contradict_each_other_are_refused_without_their_passwords() {
    refused("http://a:geheim@host/", Optional.of("b"), Optional.of("geheim"));
    refused("http://host/", Optional.empty(), Optional.of("geheim"));
    refused("http://host/", Optional.of("a:b"), Optional.of("geheim"));
  }

  private static void refused(String address, Optional<String> user, Optional<String> password) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Address.of(URI.create(address), user, password, "key"));
    assertTrue(refusal.getMessage().startsWith("key "), refusal::getMessage);
    assertTrue(!refusal.getMessage().contains("geheim"), refusal::getMessage);
  }
}
