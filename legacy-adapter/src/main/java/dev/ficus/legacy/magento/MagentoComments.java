package dev.ficus.legacy.magento;

import dev.ficus.legacy.magento.Magento.Resource;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments on orders of a Magento 1 shop, by its XML-RPC calls. */
public final class MagentoComments implements OrderComments {

  private final Magento shop;

  public MagentoComments(Magento shop) {
    this.shop = shop;
  }

  @Override
  public List<Answer> comment(List<Comment> comments) throws IOException {
    return shop.all(comments.stream().map(MagentoComments::call).toList());
  }

  @Override
  public Map<String, List<String>> comments(List<String> numbers) throws IOException {
    List<Answer> answers =
        shop.all(
            numbers.stream()
                .map(number -> new Resource("sales_order.info", List.of(new Value.Text(number))))
                .toList());
    Map<String, List<String>> comments = new HashMap<>();
    for (int place = 0; place < answers.size(); place++) {
      if (answers.get(place) instanceof Answer.Result result) {
        comments.put(numbers.get(place), noted(result.value()));
      }
    }
    return comments;
  }

  private static List<String> noted(Value order) {
    return order
        .asStruct()
        .flatMap(members -> members.member("status_history").asList())
        .orElse(List.of())
        .stream()
        .flatMap(entry -> entry.asStruct().stream())
        .flatMap(entry -> entry.member("comment").asText().stream())
        .toList();
  }

  private static Resource call(Comment comment) {
    return new Resource(
        "sales_order.addComment",
        List.of(
            new Value.Text(comment.number()),
            comment.status().<Value>map(Value.Text::new).orElse(new Value.Bool(false)),
            new Value.Text(comment.text()),
            new Value.Bool(false)));
  }
}
