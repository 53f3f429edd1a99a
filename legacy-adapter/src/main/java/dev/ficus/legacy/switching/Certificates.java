package dev.ficus.legacy.switching;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port of the certificates that were written: a chain, to which switches alone append. */
public interface Certificates {

  /** Those whose numbers are higher than this one, in their order. */
  List<Certificate> after(int id, int most);

  /** Those whose numbers are lower than this one, the last one first. */
  List<Certificate> before(int id, int most);

  /** The one of this number. */
  Optional<Certificate> find(int id);

  /** The one of this hash. */
  Optional<Certificate> find(String hash);

  /** The texts of the lists whose digests it has, by their names. */
  Map<String, String> lists(int id);
}
