package dev.ficus.legacy.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of things at once: none would mean that nothing ever happens. */
@RegisterForReflection
public final class AtLeastOne implements Converter<Integer> {

  private static final long serialVersionUID = 1;

  @Override
  public Integer convert(String written) {
    int number;
    try {
      number = Integer.parseInt(written.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + written + "' is no whole number", e);
    }
    if (number < 1) {
      throw new IllegalArgumentException("it is at least 1, not " + number);
    }
    return number;
  }
}
