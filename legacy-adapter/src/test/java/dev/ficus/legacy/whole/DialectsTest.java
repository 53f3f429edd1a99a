package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.taken;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a new dialect is settings alone: the samples are calls as such senders write them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class DialectsTest {

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void an_openerp_order_is_one_of_many_things_that_execute_does() throws Exception {
    assertEquals(done(), sent("/erp", OPENERP_ORDER));
    assertEquals(
        List.of("allocate RUG/901 2 @1", "allocate TABLE/902 1 @1"),
        probe.briefs("shop:SO4711", 2).stream().sorted().toList());
    assertEquals(done(), sent("/erp", OPENERP_CANCEL));
    assertEquals(
        List.of("deallocate RUG/901 order_cancelled @2", "deallocate TABLE/902 order_cancelled @2"),
        probe.briefs("shop:SO4711", 4).stream().skip(2).sorted().toList());
    assertEquals(Answers.UNKNOWN_METHOD, sent("/erp", OPENERP_SEARCH));
  }

  @Test
  void a_sender_nobody_has_heard_of_is_understood_by_its_settings() throws Exception {
    assertEquals(taken("77"), sent("/till", TILL_SALE));
    assertEquals(
        List.of("allocate CUP/ 3 @1", "allocate CUP/2 1 @1"),
        probe.briefs("till:77", 2).stream().sorted().toList());
    assertEquals(done(), sent("/till", TILL_VOID));
    assertEquals(4, probe.briefs("till:77", 4).size());
  }

  private static Answer sent(String path, String xml) {
    return answer(
        given()
            .contentType("text/xml")
            .body(xml.getBytes(StandardCharsets.UTF_8))
            .post(path)
            .then()
            .statusCode(200)
            .extract()
            .response());
  }

  private static final String EXECUTE =
      """
      <?xml version='1.0'?>
      <methodCall><methodName>execute</methodName><params>
      <param><value><string>production</string></value></param>
      <param><value><int>1</int></value></param>
      <param><value><string>admin</string></value></param>
      <param><value><string>sale.order</string></value></param>
      %s
      </params></methodCall>
      """;

  private static final String OPENERP_ORDER =
      EXECUTE.formatted(
          """
          <param><value><string>create</string></value></param>
          <param><value><struct>
          <member><name>name</name><value><string>SO4711</string></value></member>
          <member><name>state</name><value><string>draft</string></value></member>
          <member><name>date_order</name><value><string>2011-12-24 10:00:00</string></value></member>
          <member><name>partner_id</name><value><int>7</int></value></member>
          <member><name>order_line</name><value><array><data>
          <value><array><data><value><int>0</int></value><value><int>0</int></value><value><struct>
          <member><name>id</name><value><int>901</int></value></member>
          <member><name>parent</name><value><boolean>0</boolean></value></member>
          <member><name>default_code</name><value><string>RUG</string></value></member>
          <member><name>product_uom_qty</name><value><double>2.0</double></value></member>
          </struct></value></data></array></value>
          <value><array><data><value><int>0</int></value><value><int>0</int></value><value><struct>
          <member><name>id</name><value><int>902</int></value></member>
          <member><name>default_code</name><value><string>TABLE</string></value></member>
          <member><name>product_uom_qty</name><value><double>1.0</double></value></member>
          </struct></value></data></array></value>
          </data></array></value></member>
          </struct></value></param>
          """);

  private static final String OPENERP_CANCEL =
      EXECUTE.formatted(
          """
          <param><value><string>action_cancel</string></value></param>
          <param><value><array><data><value><string>SO4711</string></value></data></array></value></param>
          """);

  private static final String OPENERP_SEARCH =
      EXECUTE.formatted(
          """
          <param><value><string>search</string></value></param>
          <param><value><array><data/></array></value></param>
          """);

  private static final String TILL_SALE =
      """
      <methodCall><methodName>till.sold</methodName><params>
      <param><value>till 3</value></param>
      <param><value><struct><member><name>receipt</name><value><struct>
      <member><name>head</name><value><struct>
      <member><name>no</name><value><i4>77</i4></value></member>
      <member><name>at</name><value><dateTime.iso8601>20111224T10:00:00</dateTime.iso8601></value></member>
      </struct></value></member>
      <member><name>rows</name><value><array><data>
      <value><array><data><value>CUP</value><value><i4>3</i4></value></data></array></value>
      <value><array><data><value>CUP</value><value>1</value></data></array></value>
      </data></array></value></member>
      </struct></value></member></struct></value></param>
      </params></methodCall>
      """;

  private static final String TILL_VOID =
      """
      <methodCall><methodName>till.void</methodName><params>
      <param><value><struct><member><name>receipt</name><value><struct>
      <member><name>no</name><value><i4>77</i4></value></member>
      </struct></value></member></struct></value></param>
      </params></methodCall>
      """;
}
