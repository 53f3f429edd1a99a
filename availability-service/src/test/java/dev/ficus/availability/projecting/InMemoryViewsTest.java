package dev.ficus.availability.projecting;

class InMemoryViewsTest extends ViewsContract {

  private final InMemoryViews views = new InMemoryViews();

  @Override
  protected Views views() {
    return views;
  }
}
