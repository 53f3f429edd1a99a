package dev.ficus.legacy.http;

import jakarta.ws.rs.core.HttpHeaders;

/** The form in which a caller wants its answer. */
public final class Wanted {

  private Wanted() {}

  /** Whether a person is to read it. */
  public static boolean asText(HttpHeaders headers) {
    return headers.getAcceptableMediaTypes().stream()
        .findFirst()
        .filter(type -> type.getType().equals("text"))
        .isPresent();
  }
}
