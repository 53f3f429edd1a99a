package dev.ficus.legacy.switching;

import java.util.List;

class InMemoryLegacyEventsTest extends LegacyEventsContract {

  private final InMemoryLegacyEvents events = new InMemoryLegacyEvents();

  @Override
  protected LegacyEvents events() {
    return events;
  }

  @Override
  protected Certificate switched(CertificateContent content) {
    return events.switched(content);
  }

  @Override
  protected int settled(List<String> skus) {
    return events.settled(skus);
  }
}
