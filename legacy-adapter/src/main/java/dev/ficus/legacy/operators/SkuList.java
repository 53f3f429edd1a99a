package dev.ficus.legacy.operators;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.opening.CsvReader;
import dev.ficus.legacy.opening.CsvReader.CsvDefect;
import dev.ficus.legacy.opening.CsvReader.CsvRow;
import dev.ficus.legacy.order.Identifiers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * List of SKUs as somebody sends it, in JSON or as a file with a column {@code sku}.
 *
 * @param defects what in it is no SKU; then none of it counts
 */
record SkuList(Set<String> skus, List<ListDefect> defects) {

  private static final String SKU = "sku";
  private static final String RULE = "must be 1 to 255 bytes without control characters";
  private static final int MOST_DEFECTS = 100;

  /**
   * What is wrong with an element.
   *
   * @param line of the file; in JSON the place in the list, counted from 1
   */
  @RegisterForReflection
  public record ListDefect(int line, String field, String reason) {}

  /** The list in a JSON body: the list alone, or the member {@code skus}. */
  static SkuList of(JsonNode body) {
    JsonNode list = body != null && body.isObject() ? body.get("skus") : body;
    if (list == null || !list.isArray()) {
      return new SkuList(
          Set.of(), List.of(new ListDefect(1, "skus", "must be a list of SKUs, as texts")));
    }
    SkuList read = new SkuList(new TreeSet<>(), new ArrayList<>());
    for (int at = 0; at < list.size(); at++) {
      read.add(at + 1, list.get(at).isTextual() ? list.get(at).textValue() : null);
    }
    return read;
  }

  /** The list in a file. */
  static SkuList of(InputStream file, Optional<Charset> charset) throws IOException {
    SkuList read = new SkuList(new TreeSet<>(), new ArrayList<>());
    try {
      CsvReader reader = new CsvReader(file, charset, List.of(SKU), List.of());
      boolean ended = false;
      while (!ended) {
        ended = !read.takeRow(reader);
      }
    } catch (CsvDefect header) {
      read.add(header);
    }
    return read;
  }

  private boolean takeRow(CsvReader reader) throws IOException {
    try {
      CsvRow row = reader.next();
      if (row != null) {
        add(row.line(), row.fields().get(SKU));
      }
      return row != null;
    } catch (CsvDefect defect) {
      add(defect);
      return true;
    }
  }

  private void add(int line, String sku) {
    if (Identifiers.readable(sku)) {
      skus.add(sku);
    } else {
      add(new ListDefect(line, SKU, RULE));
    }
  }

  private void add(CsvDefect defect) {
    add(new ListDefect(defect.line(), defect.field(), defect.getMessage()));
  }

  private void add(ListDefect defect) {
    if (defects.size() < MOST_DEFECTS) {
      defects.add(defect);
    }
  }
}
