package dev.ficus.allocation.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.ficus.allocation.access.Role;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.view.LineExport;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All lines as one file, for spreadsheets. */
@Path("/allocations.csv")
@Blocking
public class LineExportResource {
  private static final Set<String> STATES =
      Set.of("allocated", "backordered", "cancelled", "despatched", "waiting");
  private static final List<String> COLUMNS =
      List.of("orderid", "sku", "lineid", "qty", "revision", "state", "batchref", "eta");

  /** Every one holds a database connection for as long as its reader takes. */
  private static final int MOST_AT_ONCE = 4;

  private static final CsvFactory CSV = new CsvFactory();

  private final LineExport export;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  LineExportResource(LineExport export) {
    this.export = export;
  }

  @GET
  @RolesAllowed(Role.READER)
  @Produces(BulkEndpoint.CSV)
  @Operation(
      summary = "All lines as comma-separated values",
      description =
          "As they were at one moment; all, or those of one sku, of one state, or both. A text that"
              + " a spreadsheet might take for a formula, because it begins with = + - or @, gets an"
              + " apostrophe in front, and so does one that begins with an apostrophe: who reads"
              + " the file by program takes one leading apostrophe away.")
  public Response lines(@QueryParam("sku") String sku, @QueryParam("state") String state) {
    if (state != null && !STATES.contains(state)) {
      throw new Malformed("state", "must be one of " + String.join(", ", STATES));
    }
    if (!places.tryAcquire()) {
      throw Problem.busy("%d files are being written already".formatted(MOST_AT_ONCE));
    }
    LineExport.ExportedLines lines;
    try {
      lines = export.open(Optional.ofNullable(sku), Optional.ofNullable(state));
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
    StreamingOutput file =
        out -> {
          try (lines) {
            write(lines, out);
          } finally {
            places.release();
          }
        };
    return Response.ok(file)
        .header("Content-Disposition", "attachment; filename=\"allocations.csv\"")
        .build();
  }

  private static void write(LineExport.ExportedLines lines, OutputStream out) throws IOException {
    try (CsvGenerator csv = CSV.createGenerator(out)) {
      csv.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      csv.setSchema(CsvSchema.emptySchema().withLineSeparator("\r\n"));
      writeRow(csv, COLUMNS.toArray());
      for (Optional<LineExport.ExportedLine> next = lines.next();
          next.isPresent();
          next = lines.next()) {
        LineExport.ExportedLine line = next.get();
        writeRow(
            csv,
            neutral(line.orderid()),
            neutral(line.sku()),
            neutral(line.lineid()),
            line.qty(),
            line.revision(),
            line.state(),
            neutral(line.batchref()),
            line.eta());
      }
    }
  }

  private static void writeRow(CsvGenerator csv, Object... fields) throws IOException {
    csv.writeStartArray();
    for (Object field : fields) {
      csv.writeString(field == null ? "" : field.toString());
    }
    csv.writeEndArray();
  }

  private static String neutral(String text) {
    return text != null && !text.isEmpty() && "=+-@'".indexOf(text.charAt(0)) >= 0
        ? "'" + text
        : text;
  }
}
