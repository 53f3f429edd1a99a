package dev.ficus.allocation.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Commands;
import dev.ficus.allocation.allocating.Envelope;
import dev.ficus.allocation.allocating.GroupSettings;
import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many commands in one call, as newline-delimited JSON or as comma-separated values. The lines are
 * carried out in groups while they are still coming in, and each is answered by {@code
 * {"line":n,"status":s}} with s one of applied, repeated, refused or failed; a refused or failed
 * one also says {@code field}, {@code code} and {@code message}. Failed lines may be sent again.
 * Memory does not grow with the number of lines.
 */
@ApplicationScoped
class BulkEndpoint {
  static final String NDJSON = "application/x-ndjson";
  static final String CSV = "text/csv";

  private final Commands commands;
  private final CommandReader reader;
  private final GroupSettings settings;
  private final ObjectMapper json;

  BulkEndpoint(Commands commands, CommandReader reader, GroupSettings settings, ObjectMapper json) {
    this.commands = commands;
    this.reader = reader;
    this.settings = settings;
    this.json = json;
  }

  /**
   * @throws Malformed when the header line of comma-separated values does not do
   */
  StreamingOutput carryOut(String command, HttpHeaders headers, InputStream text, Cause cause)
      throws IOException {
    CommandLines lines = untilBroken(command, lines(command, type(headers), text));
    return results -> {
      List<CommandLines.InputLine> group = new ArrayList<>();
      for (CommandLines.InputLine line = lines.next(); line != null; line = lines.next()) {
        group.add(line);
        if (group.size() == settings.size()) {
          answer(group, cause, results);
          group.clear();
        }
      }
      answer(group, cause, results);
    };
  }

  /** A body that turns out not to be compressed as it claims ends with a result that says so. */
  private CommandLines untilBroken(String command, CommandLines lines) {
    return new CommandLines() {
      private int last;
      private boolean broken;

      @Override
      public InputLine next() throws IOException {
        try {
          InputLine line = broken ? null : lines.next();
          last = line == null ? last : line.number();
          return line;
        } catch (RequestEncoding.BrokenEncoding failure) {
          broken = true;
          Malformed defect =
              new Malformed(
                  "line", "cannot be read, nor what follows it: the body " + failure.getMessage());
          return new InputLine(last + 1, null, reader.refused(command, defect));
        }
      }
    };
  }

  private static MediaType type(HttpHeaders headers) {
    try {
      return headers.getMediaType();
    } catch (IllegalArgumentException none) {
      throw Problem.occurred(Status.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is none");
    }
  }

  private CommandLines lines(String command, MediaType type, InputStream text) throws IOException {
    if (!MediaType.valueOf(CSV).isCompatible(type)) {
      return new NdjsonLines(reader, command, text);
    }
    String named = type.getParameters().get(MediaType.CHARSET_PARAMETER);
    Optional<Charset> charset = Optional.ofNullable(named).flatMap(CsvReader::charset);
    if (named != null && charset.isEmpty()) {
      throw Problem.occurred(Status.UNSUPPORTED_MEDIA_TYPE, "there is no charset " + named);
    }
    try {
      return new CsvLines(reader, command, text, charset);
    } catch (RequestEncoding.BrokenEncoding failure) {
      throw new Malformed("body", failure.getMessage());
    }
  }

  private void answer(List<CommandLines.InputLine> group, Cause cause, OutputStream results)
      throws IOException {
    List<Envelope> wellFormed =
        group.stream()
            .filter(line -> line.defect() == null)
            .map(line -> new Envelope(line.command(), cause))
            .toList();
    List<Outcome> outcomes = List.of();
    Unavailable failure = null;
    try {
      outcomes = commands.handle(wellFormed);
    } catch (Unavailable e) {
      failure = e;
    }
    int next = 0;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (CommandLines.InputLine line : group) {
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
}
