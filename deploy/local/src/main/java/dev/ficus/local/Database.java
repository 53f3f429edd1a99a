package dev.ficus.local;

/**
 * A fresh, empty PostgreSQL database with a role of its own, which owns it and is no superuser.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without user and password
 * @param username the role to connect as
 * @param password the password of that role
 */
public record Database(String jdbcUrl, String username, String password) {

  /**
   * The JDBC URL with {@code user} and {@code password} as parameters: one string that says all.
   */
  public String jdbcUrlWithCredentials() {
    char separator = jdbcUrl.indexOf('?') < 0 ? '?' : '&';
    return jdbcUrl
        + separator
        + "user="
        + UrlText.encode(username)
        + "&password="
        + UrlText.encode(password);
  }
}
