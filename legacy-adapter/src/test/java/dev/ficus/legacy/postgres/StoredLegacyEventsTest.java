package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.Certificate;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.LegacyEvents;
import dev.ficus.legacy.switching.LegacyEventsContract;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class StoredLegacyEventsTest extends LegacyEventsContract {

  @Inject LegacyEvents events;
  @Inject SwitchProbe probe;
  @Inject Scheduler scheduler;

  /** Nobody else sends what a test leaves unconfirmed. */
  @BeforeEach
  void pause() {
    scheduler.pause();
  }

  @AfterEach
  void resume() {
    scheduler.resume();
  }

  @Override
  protected LegacyEvents events() {
    return events;
  }

  @Override
  protected Certificate switched(CertificateContent content) {
    return probe.switched(content);
  }

  @Override
  protected int settled(List<String> skus) {
    return probe.settled(skus);
  }
}
