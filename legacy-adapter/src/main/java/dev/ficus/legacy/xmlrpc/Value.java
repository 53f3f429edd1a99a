package dev.ficus.legacy.xmlrpc;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value as XML-RPC knows it, with {@code nil} and {@code i8} from its common extensions.
 *
 * <p>The accessors read a value as what the caller expects, as tolerantly as old senders need it: a
 * number may be written as a string, an empty PHP array may be sent where a struct is meant. They
 * answer empty, never a guess, when the value cannot be read that way.
 */
public sealed interface Value {

  /**
   * How a scalar was written by its sender: 0012 is 12 to whoever counts, and another SKU to
   * whoever names things. Two values are equal by what they are, however they were written.
   *
   * @param type the element's name, without a prefix
   */
  record Written(String type, String text) {
    public Written {
      Objects.requireNonNull(type);
      Objects.requireNonNull(text);
    }
  }

  /** A string; also what an untyped {@code <value>} holds. */
  record Text(String text, Written written) implements Value {
    public Text {
      Objects.requireNonNull(text);
    }

    /** A string. */
    public Text(String text) {
      this(text, null);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** An {@code int}, {@code i4} or {@code i8}. */
  record Int(long number, Written written) implements Value {
    /** An integer, written as its digits. */
    public Int(long number) {
      this(number, null);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Int that && number == that.number;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** A {@code double}; always finite, and never less than zero by its sign alone. */
  record Real(double number, Written written) implements Value {
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("XML-RPC has no infinite double and no NaN");
      }
      number = number == 0 ? 0 : number;
    }

    /** A number, written without an exponent, of which the specification knows nothing. */
    public Real(double number) {
      this(number, null);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Real that && number == that.number;
    }

    @Override
    public int hashCode() {
      return Double.hashCode(number);
    }
  }

  /** A {@code boolean}. */
  record Bool(boolean flag) implements Value {}

  /** A {@code dateTime.iso8601}: local by the standard, with an offset only where one was sent. */
  record DateTime(LocalDateTime local, Optional<ZoneOffset> offset, Written written)
      implements Value {
    public DateTime {
      Objects.requireNonNull(local);
      Objects.requireNonNull(offset);
    }

    /** A date and time, written as the specification has it. */
    public DateTime(LocalDateTime local, Optional<ZoneOffset> offset) {
      this(local, offset, null);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof DateTime that
          && local.equals(that.local)
          && offset.equals(that.offset);
    }

    @Override
    public int hashCode() {
      return Objects.hash(local, offset);
    }
  }

  /** A {@code base64}. */
  record Binary(byte[] bytes) implements Value {
    public Binary {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Binary[" + bytes.length + " bytes]";
    }
  }

  /** An {@code array}. */
  record Array(List<Value> values) implements Value {
    public Array {
      values = List.copyOf(values);
    }
  }

  /** A {@code struct}, its members in the order sent. */
  record Struct(Map<String, Value> members) implements Value {
    public Struct {
      members = members instanceof Members ? members : new Members(new LinkedHashMap<>(members));
    }

    /**
     * The named member; {@link Nil} when there is none, since old senders leave out or send nil.
     */
    public Value member(String name) {
      return members.getOrDefault(name, NIL);
    }
  }

  /** A {@code nil}: no value. */
  record Nil() implements Value {}

  /** The one value that is none. */
  Nil NIL = new Nil();

  /** A plain decimal number as old senders write it in a string: no exponent, of sane length. */
  Pattern WRITTEN_NUMBER = Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})");

  /** This value as text: a string itself, of an integer its digits as written. */
  default Optional<String> asText() {
    if (this instanceof Text text) {
      return Optional.of(text.text());
    }
    if (this instanceof Int integer) {
      return Optional.of(
          integer.written() == null ? Long.toString(integer.number()) : integer.written().text());
    }
    return Optional.empty();
  }

  /**
   * What this value names, as written, whatever the type in which the sender's library put it: some
   * guess it from the text. Of a double that is a whole number without doubt; of base64 the text.
   */
  default Optional<String> asIdentifier() {
    if (this instanceof Real real) {
      return Scalars.wholeAsWritten(
          real.written() == null
              ? BigDecimal.valueOf(real.number()).toPlainString()
              : real.written().text());
    }
    return this instanceof Binary binary ? Scalars.utf8(binary.bytes()) : asText();
  }

  /** This value as a number, be it an int, a double or a string such as "1.0000". */
  default Optional<BigDecimal> asNumber() {
    if (this instanceof Int integer) {
      return Optional.of(BigDecimal.valueOf(integer.number()));
    }
    if (this instanceof Real real) {
      return Optional.of(BigDecimal.valueOf(real.number()));
    }
    if (this instanceof Text text && WRITTEN_NUMBER.matcher(text.text().strip()).matches()) {
      return Optional.of(new BigDecimal(text.text().strip()));
    }
    return Optional.empty();
  }

  /** This value as a date and time, be it typed or a string in one of the usual shapes. */
  default Optional<DateTime> asDateTime() {
    if (this instanceof DateTime dateTime) {
      return Optional.of(dateTime);
    }
    return this instanceof Text text ? Scalars.dateTime(text.text()) : Optional.empty();
  }

  /** This value as a struct; an empty array counts, since PHP does not distinguish the two. */
  default Optional<Struct> asStruct() {
    if (this instanceof Struct struct) {
      return Optional.of(struct);
    }
    return this instanceof Array array && array.values().isEmpty()
        ? Optional.of(new Struct(Map.of()))
        : Optional.empty();
  }

  /**
   * This value as a list; a struct whose names are all numbers counts, in their order, since that
   * is how PHP sends an array with gaps, and so does the empty struct.
   */
  default Optional<List<Value>> asList() {
    if (this instanceof Array array) {
      return Optional.of(array.values());
    }
    if (this instanceof Struct struct
        && struct.members().keySet().stream().allMatch(Scalars::isPlace)) {
      List<Map.Entry<String, Value>> members = new ArrayList<>(struct.members().entrySet());
      members.sort(
          (a, b) -> Integer.compare(Integer.parseInt(a.getKey()), Integer.parseInt(b.getKey())));
      return Optional.of(members.stream().map(Map.Entry::getValue).toList());
    }
    return Optional.empty();
  }
}
