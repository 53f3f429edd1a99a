package dev.ficus.oldworld;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number as somebody writes it, in an option or in a request. */
public final class WholeNumber {
  private WholeNumber() {}

  /** The type of an option: any whole number from 0. */
  public static final class FromZero implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return option(text, 0);
    }
  }

  /** The type of an option: any whole number from 1. */
  public static final class FromOne implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return option(text, 1);
    }
  }

  /** The type of an option: any whole number, also one below 0. */
  public static final class OfAnySign implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return option(text, Integer.MIN_VALUE);
    }
  }

  private static int option(String text, int least) {
    try {
      return parse("it", text, least);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(wrong.getMessage());
    }
  }

  /**
   * Reads a whole number.
   *
   * @param name what it is called when it is refused
   * @throws IllegalArgumentException when it is none, or less than {@code least}
   */
  public static int parse(String name, String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Refused below, like a number that is too small.
    }
    throw new IllegalArgumentException(
        "%s needs a whole number from %d, not %s".formatted(name, least, text));
  }
}
