package dev.ficus.allocation.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.Envelope;
import dev.ficus.allocation.allocating.GroupConfig;
import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.wire.CommandJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many commands in one call, as newline-delimited JSON. The lines are carried out in groups while
 * they are still coming in, and each is answered by {@code {"line":n,"status":s}} with s one of
 * applied, repeated, refused or failed; a refused or failed one also says {@code field}, {@code
 * code} and {@code message}. Blank lines are counted and skipped. Memory does not grow with the
 * number of lines.
 */
@ApplicationScoped
class BulkDoor {
  static final String NDJSON = "application/x-ndjson";
  private static final int LONGEST_LINE = 64 * 1024;

  private final Commands commands;
  private final GroupConfig config;
  private final ObjectMapper json;

  BulkDoor(Commands commands, GroupConfig config, ObjectMapper json) {
    this.commands = commands;
    this.config = config;
    this.json = json;
  }

  StreamingOutput carryOut(String command, InputStream lines, Cause cause) {
    return results -> {
      InputStream in = new BufferedInputStream(lines, LONGEST_LINE);
      List<Line> group = new ArrayList<>();
      int number = 0;
      for (byte[] line = readLine(in); line != null; line = readLine(in)) {
        number++;
        if (!isBlank(line)) {
          group.add(read(command, number, line, cause));
        }
        if (group.size() == config.size()) {
          answer(group, results);
          group.clear();
        }
      }
      answer(group, results);
    };
  }

  /** One of envelope and defect is null. */
  private record Line(int number, Envelope envelope, Malformed defect) {}

  private static Line read(String command, int number, byte[] line, Cause cause) {
    try {
      if (line.length > LONGEST_LINE) {
        throw new Malformed("line", "is longer than " + LONGEST_LINE + " bytes");
      }
      return new Line(number, new Envelope(CommandJson.read(command, line), cause), null);
    } catch (Malformed e) {
      return new Line(number, null, e);
    }
  }

  private void answer(List<Line> group, OutputStream results) throws IOException {
    List<Envelope> wellFormed =
        group.stream().filter(line -> line.defect() == null).map(Line::envelope).toList();
    List<Outcome> outcomes = List.of();
    Unavailable failure = null;
    try {
      outcomes = commands.handle(wellFormed);
    } catch (Unavailable e) {
      failure = e;
    }
    int next = 0;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (Line line : group) {
      ObjectNode result = json.createObjectNode().put("line", line.number());
      if (line.defect() != null) {
        refuse(result, "refused", line.defect().field(), "malformed", line.defect().getMessage());
      } else if (failure != null) {
        refuse(result, "failed", "", "unavailable", failure.getMessage());
      } else {
        describe(result, outcomes.get(next++));
      }
      text.writeBytes(json.writeValueAsBytes(result));
      text.write('\n');
    }
    results.write(text.toByteArray());
    results.flush();
  }

  private static void describe(ObjectNode result, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      String status = refused.isFailed() ? "failed" : "refused";
      refuse(result, status, refused.field(), refused.code(), refused.reason());
    } else {
      result.put("status", outcome instanceof Outcome.Changed ? "applied" : "repeated");
    }
  }

  private static void refuse(
      ObjectNode result, String status, String field, String code, String message) {
    result.put("status", status).put("field", field).put("code", code).put("message", message);
  }

  /** The bytes up to the next line feed, at most one more than allowed; null at the end. */
  private static byte[] readLine(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() <= LONGEST_LINE) {
        line.write(next);
      }
    }
    return line.toByteArray();
  }

  private static boolean isBlank(byte[] line) {
    return new String(line, StandardCharsets.UTF_8).isBlank();
  }
}
