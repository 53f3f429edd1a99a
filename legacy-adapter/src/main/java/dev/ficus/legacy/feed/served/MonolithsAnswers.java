package dev.ficus.legacy.feed.served;

/** Whoever wants to know what the monolith answers about orders, and tells the shop of them. */
public interface MonolithsAnswers {

  /** Takes an answer, at once: it is on its way to the sender. It never fails. */
  void answered(AnsweredOrder answered);

  /** Takes news, at once: it is on its way to the shop. It never fails. */
  void told(ToldNews news);
}
