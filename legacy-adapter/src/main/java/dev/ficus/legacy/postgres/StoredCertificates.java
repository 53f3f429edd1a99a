package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.Certificates;
import dev.ficus.legacy.switching.CertifiedList;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Certificates in PostgreSQL, which refuses what does not follow the last, and every change. */
@ApplicationScoped
class StoredCertificates implements Certificates {

  private static final String CERTIFICATES =
      "select id, previous, document, hash from certificate ";

  private final Database database;

  StoredCertificates(Database database) {
    this.database = database;
  }

  /**
   * Writes the certificate of a switch and the event of each of its SKUs, in the transaction that
   * changes the routes: behind {@link Barrier#alone}, so that no other follows the same one.
   */
  static Certificate write(Connection connection, CertificateContent content) throws SQLException {
    Optional<Certificate> last = one(connection, CERTIFICATES + "order by id desc limit 1");
    Certificate.WithLists next =
        last.map(each -> each.next(content)).orElseGet(() -> Certificate.first(content));
    Certificate certificate = next.certificate();
    Sql.update(
        connection,
        """
        insert into certificate (id, cut_over, previous, document, hash) values (?, ?, ?, ?, ?)
        """,
        Sql.value(certificate.id()),
        Sql.value(content.cutOver()),
        Sql.value(certificate.previous()),
        Sql.value(certificate.document()),
        Sql.value(certificate.hash()));
    List<Map.Entry<String, CertifiedList>> lists = List.copyOf(next.lists().entrySet());
    Sql.update(
        connection,
        """
        insert into certificate_list (certificate, name, content)
        select ?, name, content from unnest(?, ?) as each (name, content)
        """,
        Sql.value(certificate.id()),
        Sql.column("text", lists, Map.Entry::getKey),
        Sql.column("text", lists, list -> list.getValue().text()));
    StoredLegacyEvents.switched(connection, certificate, content);
    return certificate;
  }

  @Override
  public List<Certificate> after(int id, int most) {
    return page("where id > ? order by id limit ?", id, most);
  }

  @Override
  public List<Certificate> before(int id, int most) {
    return page("where id < ? order by id desc limit ?", id, most);
  }

  private List<Certificate> page(String rows, int id, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                CERTIFICATES + rows,
                StoredCertificates::certificate,
                Sql.value(id),
                Sql.value(most)));
  }

  @Override
  public Optional<Certificate> find(int id) {
    return database.connected(
        connection -> one(connection, CERTIFICATES + "where id = ?", Sql.value(id)));
  }

  @Override
  public Optional<Certificate> find(String hash) {
    return database.connected(
        connection -> one(connection, CERTIFICATES + "where hash = ?", Sql.value(hash)));
  }

  @Override
  public Map<String, String> lists(int id) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select name, content from certificate_list where certificate = ?",
                    row -> Map.entry(row.getString("name"), row.getString("content")),
                    Sql.value(id)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<Certificate> one(
      Connection connection, String sql, Sql.Parameter... parameters) throws SQLException {
    return Sql.query(connection, sql, StoredCertificates::certificate, parameters).stream()
        .findFirst();
  }

  private static Certificate certificate(ResultSet row) throws SQLException {
    return new Certificate(
        row.getInt("id"),
        row.getString("previous"),
        row.getString("document"),
        row.getString("hash"));
  }
}
