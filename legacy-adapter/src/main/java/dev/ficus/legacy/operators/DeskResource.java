package dev.ficus.legacy.operators;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The desk: the page for the people who carry out the migration. It is a document with a style and
 * scripts, and asks the same calls as everybody.
 */
@Path("/desk")
public class DeskResource {

  /**
   * The page may load what is its own and nothing else, and may make no HTML of any text: names of
   * SKUs, orders and shops come from outside.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml;charset=UTF-8");

  /** The page. */
  @GET
  @Operation(hidden = true)
  public Response page() throws IOException {
    return file("desk.html");
  }

  /** What the page loads. */
  @GET
  @Path("/{file: [a-z]+\\.(css|js|svg)}")
  @Operation(hidden = true)
  public Response file(@PathParam("file") String file) throws IOException {
    try (InputStream content = DeskResource.class.getResourceAsStream("/desk/" + file)) {
      return content == null
          ? Response.status(Response.Status.NOT_FOUND).build()
          : Response.ok(content.readAllBytes(), TYPES.get(file.substring(file.indexOf('.') + 1)))
              .header("Content-Security-Policy", POLICY)
              .header("X-Content-Type-Options", "nosniff")
              .header("Referrer-Policy", "no-referrer")
              // Another version of the adapter has another page.
              .header("Cache-Control", "no-cache")
              .build();
    }
  }
}
