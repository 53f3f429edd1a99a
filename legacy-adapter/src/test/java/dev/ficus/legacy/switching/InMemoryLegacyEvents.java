package dev.ficus.legacy.switching;

import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Outbox of events in memory. */
final class InMemoryLegacyEvents implements LegacyEvents {

  private final InMemoryCertificates certificates = new InMemoryCertificates();
  private final List<LegacyEvent> written = new ArrayList<>();
  private final Set<LegacyEvent> confirmed = new LinkedHashSet<>();

  /** As a switch does. */
  Certificate switched(CertificateContent content) {
    LegacyEventType type =
        content.direction() == Direction.CUT_OVER
            ? LegacyEventType.SKU_CUT_OVER
            : LegacyEventType.SKU_ROLLED_BACK;
    for (SwitchedSku each : content.skus()) {
      if (last(each.sku()).filter(before -> before.route().epoch() >= each.epoch()).isPresent()) {
        throw new IllegalStateException("this epoch has begun before");
      }
    }
    Certificate certificate = certificates.write(content);
    for (SwitchedSku each : content.skus()) {
      written.add(
          new LegacyEvent(
              type,
              each.sku(),
              last(each.sku()).map(LegacyEvent::sequence).orElse(0) + 1,
              content.direction().from(),
              content.direction().to(),
              each.epoch(),
              content.wave(),
              certificate.hash(),
              content.at()));
    }
    return certificate;
  }

  int settled(Collection<String> skus) {
    int count = 0;
    for (String sku : skus) {
      Optional<LegacyEvent> last = last(sku);
      if (last.filter(each -> each.type() != LegacyEventType.SKU_SETTLED).isPresent()) {
        LegacyEvent before = last.get();
        written.add(
            new LegacyEvent(
                LegacyEventType.SKU_SETTLED,
                sku,
                before.sequence() + 1,
                before.about(),
                before.wave(),
                before.at()));
        count++;
      }
    }
    return count;
  }

  private Optional<LegacyEvent> last(String sku) {
    return written.stream().filter(each -> each.sku().equals(sku)).reduce((before, after) -> after);
  }

  @Override
  public List<LegacyEvent> unconfirmed(int most) {
    Map<String, LegacyEvent> first = new LinkedHashMap<>();
    written.stream()
        .filter(each -> !confirmed.contains(each))
        .forEach(each -> first.putIfAbsent(each.sku(), each));
    return first.values().stream().limit(most).toList();
  }

  @Override
  public void confirm(List<LegacyEvent> events) {
    confirmed.addAll(events);
  }
}
