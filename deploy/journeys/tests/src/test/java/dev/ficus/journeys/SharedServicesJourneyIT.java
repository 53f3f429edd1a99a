package dev.ficus.journeys;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/** The journeys that need no services of their own: one set of services is cheaper than four. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class SharedServicesJourneyIT {

  @Nested
  @Order(1)
  class Rule extends RuleJourney {}

  @Nested
  @Order(2)
  class FoundingQuestion extends FoundingQuestionJourney {}

  @Nested
  @Order(3)
  class FollowedCall extends FollowedCallJourney {}

  /**
   * Last: it leaves an availability-service that often compares, which the others are to do
   * without.
   */
  @Nested
  @Order(4)
  class Restart extends RestartJourney {}
}
