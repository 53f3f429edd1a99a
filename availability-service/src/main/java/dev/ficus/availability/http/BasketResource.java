package dev.ficus.availability.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** When can I have all of these? Answered from memory, so no thread ever waits. */
@Path("/availability")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class BasketResource {

  private static final String AS_OF = "as-of";

  private final ViewLookup answers;

  BasketResource(ViewLookup answers) {
    this.answers = answers;
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "basket",
      summary = "When can I have all of these, here?",
      description =
          "For a basket or a category page. The items are taken in their order, so of two items of"
              + " one SKU the second gets what the first leaves. The promise of the whole is the"
              + " latest of its items'.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Basket.Asked.class)))
  @APIResponse(
      responseCode = "200",
      description = "An answer for each item, in their order; a SKU that does not exist says so",
      content = @Content(schema = @Schema(implementation = Basket.class)))
  @APIResponse(responseCode = "400", description = "An item, or to, is none; field says which")
  @APIResponse(responseCode = "503", description = "Not now; see Retry-After")
  public Response basket(byte[] body) {
    Question.BasketQuestion question = Question.basket(JsonBody.object(body));
    Basket.Answered answered = Basket.answer(question, answers);
    Response.ResponseBuilder response =
        Response.ok(answered.basket()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    answered.asOf().ifPresent(asOf -> response.header(AS_OF, asOf));
    return response.build();
  }
}
