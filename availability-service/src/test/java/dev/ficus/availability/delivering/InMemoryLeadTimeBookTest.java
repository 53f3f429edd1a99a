package dev.ficus.availability.delivering;

class InMemoryLeadTimeBookTest extends LeadTimeBookContract {

  @Override
  protected LeadTimeBook neverFilled() {
    return new InMemoryLeadTimeBook();
  }
}
