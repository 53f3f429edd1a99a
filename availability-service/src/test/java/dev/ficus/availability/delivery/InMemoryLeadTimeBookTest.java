package dev.ficus.availability.delivery;

class InMemoryLeadTimeBookTest extends LeadTimeBookContract {

  @Override
  protected LeadTimeBook neverFilled() {
    return new InMemoryLeadTimeBook();
  }
}
