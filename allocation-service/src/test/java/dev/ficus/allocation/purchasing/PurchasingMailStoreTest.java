package dev.ficus.allocation.purchasing;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.managed;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.ficus.allocation.OwnStackResource;
import dev.ficus.allocation.allocating.Notifications;
import dev.ficus.allocation.allocating.Notifications.Crossing;
import dev.ficus.allocation.allocating.UnitOfWork;
import dev.ficus.allocation.storage.GroupSql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Purchasing hears of what ran out: once per crossing, and whatever the mail server does. */
@QuarkusTest
@WithTestResource(OwnStackResource.class)
@WithTestResource(MailServerResource.class)
class PurchasingMailStoreTest {
  @Inject DataSource dataSource;
  @Inject DueMails mails;
  @Inject Notifications notifications;
  @Inject UnitOfWork unitOfWork;
  @Inject GroupSql sql;

  /** Set by the resource. */
  AtomicInteger behind;

  private GreenMail server;
  private String sku;

  @BeforeEach
  void name_a_product_and_start_the_mail_server() {
    sku = unique("RUG");
    ServerSetup smtp = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    smtp.setServerStartupTimeout(CLOCK_LIMIT.toMillis());
    server = new GreenMail(smtp);
    startTheMailServer();
  }

  private void startTheMailServer() {
    server.start();
    behind.set(server.getSmtp().getPort());
  }

  @AfterEach
  void stopTheMailServer() {
    behind.set(0);
    server.stop();
  }

  @Test
  void a_mail_names_the_product_since_when_and_what_is_backordered() throws Exception {
    batch(unique("batch"), sku, 3, null);
    // Backordered first: the mail may be written as soon as the last units are taken.
    allocation("order-2", sku, 5).statusCode(202).body(at("$.state", is("backordered")));
    allocation("order-1", sku, 3).statusCode(202).body(at("$.state", is("allocated")));
    String since = read(get("/products/{sku}", sku).extract().asString(), "$.out_of_stock_since");
    MimeMessage mail = awaitMails(2).get(0);
    assertEquals("Out of stock: " + sku, mail.getSubject());
    assertEquals("ficus@example.org", mail.getFrom()[0].toString());
    String text = GreenMailUtil.getBody(mail).replace("=\r\n", "");
    for (String part : List.of("SKU: " + sku, since, "5 units in 1 order lines", "order order-2")) {
      assertTrue(text.contains(part), text);
    }
  }

  @Test
  void each_crossing_is_mailed_once_and_a_repeat_or_a_further_backorder_is_not() throws Exception {
    batch(unique("batch"), sku, 1, null);
    String order = unique("order");
    allocation(order, sku, 1);
    allocation(order, sku, 1);
    allocation(unique("order"), sku, 9);
    awaitMails(2);
    given().delete("/allocations/{orderid}", order).then().statusCode(200);
    allocation(unique("order"), sku, 1);
    awaitMails(4);
    await(() -> waiting() == 0);
    assertEquals(4, received().size());
    List<String> ids = new ArrayList<>();
    for (MimeMessage mail : received()) {
      ids.add(mail.getMessageID());
    }
    assertEquals(2, new HashSet<>(ids).size(), "one id for each crossing: " + ids);
  }

  @Test
  void while_the_mail_server_is_away_nothing_else_waits_and_no_mail_is_lost() throws Exception {
    stopTheMailServer();
    List<String> skus = List.of(sku, unique("RUG"), unique("RUG"));
    for (String each : skus) {
      batch(unique("batch"), each, 1, null).statusCode(201);
      allocation(unique("order"), each, 1).statusCode(202).body(at("$.state", is("allocated")));
    }
    await(() -> failures() >= 4);
    assertEquals(3, waiting());
    startTheMailServer();
    for (String each : skus) {
      sku = each;
      awaitMails(2);
    }
    await(() -> waiting() == 0);
  }

  @Test
  void all_that_a_group_has_sold_out_is_stored_by_one_statement() {
    List<Crossing> crossings = List.of(new Crossing(sku, 1), new Crossing(sku, 3));
    List<String> stored =
        unitOfWork.commit(
            at -> {
              notifications.outOfStock(crossings, at);
              return sql.query(
                  "select sequence, due_at = ?, count(*) over (partition by cmin::text)"
                      + " from purchasing_mail where sku = ? order by sequence",
                  row -> "%d %b %d".formatted(row.getInt(1), row.getBoolean(2), row.getInt(3)),
                  at.atOffset(ZoneOffset.UTC),
                  sku);
            });
    assertEquals(List.of("1 true 2", "3 true 2"), stored);
  }

  @Test
  void a_database_that_fails_is_no_failed_mail_and_nothing_unexpected() throws Exception {
    batch(unique("batch"), sku, 1, null);
    double failed = failures();
    double unexpected = unexpected();
    run("alter table order_line rename column lineid to lineid_away");
    try {
      run(
          "insert into purchasing_mail (sku, sequence, since, due_at) values ('%s', 9, now(), now())"
              .formatted(sku));
      // A second try begins when the first has ended.
      await(
          () -> {
            run("update purchasing_mail set due_at = now()");
            return number("select attempts from purchasing_mail where sequence = 9") >= 2;
          });
      assertEquals(failed, failures());
      assertEquals(unexpected, unexpected());
    } finally {
      run("alter table order_line rename column lineid_away to lineid");
    }
    run("update purchasing_mail set due_at = now()");
    awaitMails(2);
  }

  @Test
  void a_mail_is_given_to_one_of_many_senders_and_again_when_that_one_died() throws Exception {
    String insert =
        "insert into purchasing_mail (sku, sequence, since, due_at) select 'TAKEN-' || n, 1, now(),"
            + " now() + interval '1 hour' from generate_series(%d, %d) n";
    // The database has counted one mail, and plans for one.
    run(insert.formatted(1, 1));
    run("analyze purchasing_mail");
    run(insert.formatted(2, 20));
    ExecutorService senders = Executors.newFixedThreadPool(4);
    try {
      // The sender of the service takes some of them as well.
      run("update purchasing_mail set due_at = now() where sku like 'TAKEN-%'");
      List<Callable<Optional<DueMails.Due>>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(() -> mails.take(Duration.ofHours(1)));
      }
      List<String> taken = new ArrayList<>();
      for (Future<Optional<DueMails.Due>> call : senders.invokeAll(calls)) {
        call.get().ifPresent(due -> taken.add(due.sku()));
      }
      Set<String> given = new HashSet<>(taken);
      assertEquals(given.size(), taken.size(), "taken twice: " + taken);
      await(
          () -> {
            for (MimeMessage mail : server.getReceivedMessages()) {
              given.add(mail.getSubject().substring("Out of stock: ".length()));
            }
            return given.size();
          },
          received -> received == 20);
    } finally {
      senders.shutdown();
      run("delete from purchasing_mail where sku like 'TAKEN-%'");
    }
    run("insert into purchasing_mail values ('DEAD', 1, now(), 1, now() - interval '1 second')");
    await(() -> waiting() == 0);
  }

  private List<MimeMessage> awaitMails(int number) throws MessagingException {
    await(() -> received().size() >= number);
    List<MimeMessage> mails = received();
    assertEquals(number, mails.size());
    return mails;
  }

  /** The mails about the product; each of the two addresses gets its own. */
  private List<MimeMessage> received() throws MessagingException {
    List<MimeMessage> about = new ArrayList<>();
    for (MimeMessage mail : Arrays.asList(server.getReceivedMessages())) {
      if (mail.getSubject().endsWith(sku)) {
        about.add(mail);
      }
    }
    return about;
  }

  private static double failures() {
    return metric("ficus_purchasing_mails_total{outcome=\"failed\"}");
  }

  private static double unexpected() {
    return metric("ficus_unexpected_failures_total{work=\"purchasing-mail\"}");
  }

  private static double metric(String name) {
    return managed("/q/metrics")
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private int waiting() throws SQLException {
    return number("select count(*) from purchasing_mail");
  }

  private int number(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
