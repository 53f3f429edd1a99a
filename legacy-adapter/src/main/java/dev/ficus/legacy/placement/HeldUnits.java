package dev.ficus.legacy.placement;

import java.io.IOException;
import java.util.OptionalLong;

/** Units that lines in allocation-service hold, those of other teams and despatched ones too. */
public interface HeldUnits {

  /**
   * How many units lines hold in this batch of a closed product. From then on they can only become
   * fewer, as long as the product is closed.
   *
   * @return empty when the product is open, or has no such batch
   * @throws IOException when allocation-service does not answer as it should
   */
  OptionalLong in(String sku, String batchref) throws IOException;
}
