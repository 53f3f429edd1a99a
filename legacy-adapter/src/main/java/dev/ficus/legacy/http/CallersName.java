package dev.ficus.legacy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.access.Caller;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Who does something is the one whom the token names: {@code by} of every body in JSON is set to
 * that name, whatever the body had. Where nobody is asked who they are, it stays as it came.
 */
@Provider
public class CallersName implements ReaderInterceptor {

  // Numbers are written again as they were.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Caller caller;

  CallersName(Caller caller) {
    this.caller = caller;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    MediaType type = body.getMediaType();
    Optional<String> name =
        // What is read as it comes is a file, or a call of a feed, at which nobody shows a token.
        body.getType() != InputStream.class
                && type != null
                && type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
            ? caller.name()
            : Optional.empty();
    if (name.isPresent()) {
      byte[] written = body.getInputStream().readAllBytes();
      body.setInputStream(new ByteArrayInputStream(signed(written, name.get())));
    }
    return body.proceed();
  }

  private static byte[] signed(byte[] written, String name) throws IOException {
    try {
      return JSON.readTree(written) instanceof ObjectNode object
          ? JSON.writeValueAsBytes(object.put("by", name))
          : written;
    } catch (JsonProcessingException noJson) {
      // Whoever reads it says so.
      return written;
    }
  }
}
