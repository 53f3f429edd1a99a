package dev.ficus.legacy.magento;

import dev.ficus.legacy.magento.Magento.Resource;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The stock of a Magento 1 shop, by its XML-RPC calls. */
public final class MagentoStock implements ShopStock {

  private final Magento shop;

  public MagentoStock(Magento shop) {
    this.shop = shop;
  }

  @Override
  public void skus(Consumer<String> each) throws IOException {
    shop.list(
        new Resource("catalog_product.list", List.of(new Value.Array(List.of()))),
        row ->
            row.asStruct()
                .flatMap(product -> product.member("sku").asIdentifier())
                .ifPresent(each));
  }

  @Override
  public Map<String, Long> figures(List<String> skus) throws IOException {
    Map<String, Long> figures = new LinkedHashMap<>();
    shop.list(
        new Resource(
            "cataloginventory_stock_item.list",
            List.of(new Value.Array(skus.stream().<Value>map(Value.Text::new).toList()))),
        row ->
            row.asStruct()
                .ifPresent(
                    item ->
                        item.member("sku")
                            .asIdentifier()
                            .ifPresent(
                                sku ->
                                    item.member("qty")
                                        .asNumber()
                                        .ifPresent(qty -> figures.put(sku, qty.longValue())))));
    return figures;
  }

  @Override
  public List<Answer> update(List<Update> updates) throws IOException {
    return shop.all(updates.stream().map(MagentoStock::call).toList());
  }

  private static Resource call(Update update) {
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put("qty", new Value.Text(Long.toString(update.quantity())));
    update
        .inStock()
        .ifPresent(inStock -> figures.put("is_in_stock", new Value.Int(inStock ? 1 : 0)));
    return new Resource(
        "cataloginventory_stock_item.update",
        List.of(new Value.Text(update.sku()), new Value.Struct(figures)));
  }
}
