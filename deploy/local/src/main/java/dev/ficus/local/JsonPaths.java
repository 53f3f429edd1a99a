package dev.ficus.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.ReadContext;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeDiagnosingMatcher;

/**
 * What is at a path of a JSON text, for tests: {@code $.promise.by}, {@code $.items[*].sku}, {@code
 * $.orders[?(@.number == '5007')].calls}. REST-assured's own paths are Groovy programs, and
 * compiling one takes more processor time than the call that it looks into.
 *
 * <p>A member that an object lacks is null, also in the middle of a list: otherwise an assertion
 * about all elements would pass over those that lack what it is about. Of {@code [*]} and {@code
 * [?(…)]} comes a list, also when there is one element or none. Numbers are Integer, Long,
 * BigInteger or Double, whichever is the first that holds them.
 */
public final class JsonPaths {
  private static final Configuration CONFIGURATION =
      Configuration.builder()
          // Reads JSON and nothing else, unlike the library's own parser.
          .jsonProvider(
              new JacksonJsonProvider(
                  JsonMapper.builder()
                      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                      .build()))
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.DEFAULT_PATH_LEAF_TO_NULL)
          .build();

  private JsonPaths() {}

  /** That the text is JSON, has the path, and has there what is expected. */
  public static Matcher<String> at(String path, Matcher<?> expected) {
    return new TypeSafeDiagnosingMatcher<>(String.class) {
      @Override
      protected boolean matchesSafely(String json, Description mismatch) {
        Object found;
        try {
          found = read(json, path);
        } catch (JsonPathException nothing) {
          mismatch.appendText(nothing.getMessage());
          return false;
        }
        if (!expected.matches(found)) {
          expected.describeMismatch(found, mismatch.appendText(path).appendText(" "));
          return false;
        }
        return true;
      }

      @Override
      public void describeTo(Description description) {
        description.appendText(path).appendText(" ").appendDescriptionOf(expected);
      }
    };
  }

  /**
   * What is at the path.
   *
   * @throws JsonPathException if the text is not JSON, or what is above the last member of the path
   *     is not there
   */
  public static <T> T read(String json, String path) {
    return parse(json).read(path);
  }

  /** The same, as the type. */
  public static <T> T read(String json, String path, Class<T> type) {
    return parse(json).read(path, type);
  }

  /**
   * The text, to be asked for several paths.
   *
   * @throws JsonPathException if it is not JSON
   */
  public static ReadContext parse(String json) {
    if (json.isEmpty()) {
      throw new InvalidJsonException("The text is empty.");
    }
    return JsonPath.using(CONFIGURATION).parse(json);
  }
}
