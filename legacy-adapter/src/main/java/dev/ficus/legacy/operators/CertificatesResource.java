package dev.ficus.legacy.operators;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.legacy.access.Role;
import dev.ficus.legacy.http.Problem;
import dev.ficus.legacy.http.Wanted;
import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateChain;
import dev.ficus.legacy.switching.CertificateChain.BrokenLink;
import dev.ficus.legacy.switching.CertificateChain.ChainResult;
import dev.ficus.legacy.switching.CertificateText;
import dev.ficus.legacy.switching.Certificates;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Certificates of switches, for people and for who recomputes them. */
@Path("/strangling/certificates")
@Produces(MediaType.APPLICATION_JSON)
public class CertificatesResource {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";

  private final Certificates certificates;

  CertificatesResource(Certificates certificates) {
    this.certificates = certificates;
  }

  /**
   * Certificates in their order, or the last one first.
   *
   * @param next what is to be given as {@code after}, or {@code before}, for the next page; absent
   *     on the last
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CertificatesJson(List<Map<String, Object>> certificates, Long next) {}

  /**
   * What a walk along the chain has found.
   *
   * @param certificates how many follow each other from the first on
   * @param last the hash of the last of these
   * @param broken_at the number of the first that does not follow; absent when the chain is whole
   * @param why it does not
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ChainJson(
      boolean whole, int certificates, String last, Integer broken_at, String why) {}

  /** The certificates. */
  @GET
  @RolesAllowed(Role.READER)
  @Operation(
      summary = "The certificates of switches, page by page, in the order of the chain",
      description =
          "With before the last one comes first. The member hash is the SHA-256 of the certificate without it, as canonical JSON (RFC 8785):"
              + " members sorted by name, no blanks, UTF-8. The page /contracts/ has the program that"
              + " recomputes the chain.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CertificatesJson.class)))
  @APIResponse(responseCode = "400", description = "A parameter is wrong")
  public CertificatesJson all(
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("after")
          @DefaultValue("0")
          String after,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") String before,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    int most = EntryQuery.limit(limit);
    List<Certificate> page =
        before == null
            ? certificates.after(number(after, "after"), most)
            : certificates.before(number(before, "before"), most);
    return new CertificatesJson(
        page.stream().map(CertificatesResource::json).toList(),
        page.size() == most ? (long) page.get(most - 1).id() : null);
  }

  /** Whether the chain is whole. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/verify")
  @Operation(
      summary = "Recomputes the chain, and names the first certificate that does not follow",
      description = "The lists that are kept with each certificate are compared as well.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ChainJson.class)))
  public ChainJson verify() {
    ChainResult found = new CertificateChain(certificates).verify();
    Optional<BrokenLink> broken = found.broken();
    return new ChainJson(
        broken.isEmpty(),
        found.certificates(),
        found.last(),
        broken.map(BrokenLink::id).orElse(null),
        broken.map(BrokenLink::why).orElse(null));
  }

  /** One certificate. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}")
  @Produces({MediaType.APPLICATION_JSON, TEXT})
  @Operation(summary = "A certificate, by its number or its hash; to be read as text/plain")
  @APIResponse(responseCode = "200", content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "400", description = "The id is neither a number nor a hash")
  @APIResponse(responseCode = "404", description = "No such certificate")
  public Response one(@PathParam("id") String id, @Context HttpHeaders headers) {
    return find(id)
        .map(
            found ->
                Wanted.asText(headers)
                    ? Response.ok(CertificateText.of(found), TEXT).build()
                    : Response.ok(json(found), MediaType.APPLICATION_JSON).build())
        .orElseGet(() -> Problem.of(Response.Status.NOT_FOUND, "no such certificate", "id"));
  }

  /** One of its lists. */
  @GET
  @RolesAllowed(Role.READER)
  @Path("/{id}/lists/{list}")
  @Produces(TEXT)
  @Operation(
      summary = "A list whose SHA-256 the certificate has, to the byte",
      description =
          "monolith, ledger and allocation have lines of SKU, batchref, eta and qty, skus of SKU and"
              + " epoch, with tabs between, in code-point order.")
  @APIResponse(responseCode = "200", description = "The list")
  @APIResponse(responseCode = "400", description = "The id is neither a number nor a hash")
  @APIResponse(responseCode = "404", description = "No such certificate, or it has no such list")
  public Response list(@PathParam("id") String id, @PathParam("list") String list) {
    Optional<Certificate> certificate = find(id);
    return certificate
        .map(found -> certificates.lists(found.id()).get(list))
        .map(text -> Response.ok(text, TEXT).build())
        .orElseGet(
            () ->
                certificate.isEmpty()
                    ? Problem.of(Response.Status.NOT_FOUND, "no such certificate", "id")
                    : Problem.of(Response.Status.NOT_FOUND, "no such list", "list"));
  }

  private static int number(String text, String field) {
    if (!NUMBER.matcher(text).matches()) {
      throw new Problem.InvalidParameter(field + " is the number of a certificate", field);
    }
    return Integer.parseInt(text);
  }

  private Optional<Certificate> find(String id) {
    if (HASH.matcher(id).matches()) {
      return certificates.find(id);
    }
    if (!NUMBER.matcher(id).matches()) {
      throw new Problem.InvalidParameter(
          "id is the number of a certificate or its hash, 64 hexadecimal digits", "id");
    }
    return certificates.find(Integer.parseInt(id));
  }

  private static Map<String, Object> json(Certificate certificate) {
    Map<String, Object> members = new TreeMap<>(certificate.members());
    members.put("hash", certificate.hash());
    return members;
  }
}
