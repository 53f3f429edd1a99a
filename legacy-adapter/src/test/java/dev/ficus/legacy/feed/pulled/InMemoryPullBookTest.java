package dev.ficus.legacy.feed.pulled;

class InMemoryPullBookTest extends PullBookContract {

  private final PullBook book = new InMemoryPullBook();

  @Override
  protected PullBook book() {
    return book;
  }
}
