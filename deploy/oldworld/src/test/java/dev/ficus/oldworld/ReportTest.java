package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.oldworld.Report.What;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void a_report_survives_its_line_whatever_it_holds() {
    Report report = new Report(What.REFUSED, "5 36\n%,é", 3, "fault -32500: \"again\"\n");
    assertEquals(Optional.of(report), Report.parse(report.toLine()));
    assertEquals(1, report.toLine().lines().count());
  }

  @Test
  void empty_values_survive_too() {
    Report report = new Report(What.CLOSED, "", 0, "");
    assertEquals(Optional.of(report), Report.parse(report.toLine()));
  }

  @Test
  void other_lines_are_no_reports() {
    assertEquals(Optional.empty(), Report.parse("Picked up JAVA_TOOL_OPTIONS: -Xint"));
    assertEquals(Optional.empty(), Report.parse("ACCEPTED many 1 %"));
    assertEquals(Optional.empty(), Report.parse("SHOUTED 1 1 "));
  }
}
