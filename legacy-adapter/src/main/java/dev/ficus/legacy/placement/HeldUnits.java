package dev.ficus.legacy.placement;

import java.io.IOException;
import java.util.OptionalLong;

/** Units that lines in allocation-service hold, those of other teams and despatched ones too. */
public interface HeldUnits {

  /** Answer that does not tell how many units lines hold of this SKU; of others another may. */
  final class UnusableAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    public UnusableAnswer(String detail) {
      super(detail);
    }
  }

  /**
   * How many units lines hold in this batch of a closed product. From then on they can only become
   * fewer, as long as the product is closed.
   *
   * @return empty when the product is open, or has no such batch
   * @throws UnusableAnswer when allocation-service answers, but not this: it does not know the
   *     product, say
   * @throws IOException when allocation-service does not answer
   */
  OptionalLong in(String sku, String batchref) throws IOException;
}
