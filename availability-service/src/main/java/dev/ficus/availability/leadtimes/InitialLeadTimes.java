package dev.ficus.availability.leadtimes;

import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Parsed;
import dev.ficus.availability.delivery.ParseResult.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The lead times of a service that never had any: from a file, or those it ships with. */
final class InitialLeadTimes {

  static final String SHIPPED = "shipped";

  private static final Logger LOG = Logger.getLogger(InitialLeadTimes.class);
  private static final String RESOURCE = "/lead-times.csv";

  private final String file;

  /**
   * @param file a file's path, or {@link #SHIPPED}
   */
  InitialLeadTimes(String file) {
    this.file = file;
  }

  /**
   * Fills a book that never was.
   *
   * @throws IllegalStateException if the file cannot be read, with line and column of the mistake
   */
  void fill(LeadTimeBook book) {
    if (book.revision() == 0) {
      List<LeadTime> first = read();
      // Of several instances that start at once, one fills.
      if (book.fill(first)) {
        LOG.infof("There were no lead times yet: took %d (%s)", first.size(), file);
      }
    }
  }

  private List<LeadTime> read() {
    ParseResult<List<LeadTime>> reading = LeadTimeCsv.read(bytes(), Optional.empty());
    if (reading instanceof Refused<List<LeadTime>> mistake) {
      throw new IllegalStateException(
          "ficus.availability.lead-times.file=%s cannot be used: %s: %s"
              .formatted(file, mistake.field(), mistake.reason()));
    }
    return ((Parsed<List<LeadTime>>) reading).value();
  }

  private byte[] bytes() {
    if (file.equals(SHIPPED)) {
      try (InputStream shipped = InitialLeadTimes.class.getResourceAsStream(RESOURCE)) {
        return shipped.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException failure) {
      throw new IllegalStateException(
          "ficus.availability.lead-times.file=%s cannot be read".formatted(file), failure);
    }
  }
}
