package dev.ficus.journeys;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Shoppers who ask as fast as they are answered, so that a service is seen under load. */
final class QuestionLoad {
  private static final int SHOPPERS = 4;

  private QuestionLoad() {}

  /**
   * Asks for all products that are known.
   *
   * @return answers a second
   * @throws DemoException when a question is not answered by 200
   */
  static long ask(Ficus ficus, Duration howLong) throws InterruptedException {
    List<URI> questions = new ArrayList<>();
    try (Query views = new Query(ficus.database(Service.AVAILABILITY))) {
      for (String sku : views.list("select sku from product_view", row -> row.getString(1))) {
        String path = "/availability/" + Http.encode(sku) + "?qty=1&to=GB-SW1A1AA";
        questions.add(ficus.url(Service.AVAILABILITY).resolve(path));
      }
    } catch (SQLException failure) {
      throw new DemoException("the views cannot be read: " + failure.getMessage(), failure);
    }
    ExecutorService shoppers = Executors.newFixedThreadPool(SHOPPERS);
    try {
      long end = System.nanoTime() + howLong.toNanos();
      List<Future<Long>> answered = new ArrayList<>();
      for (int shopper = 0; shopper < SHOPPERS; shopper++) {
        answered.add(shoppers.submit(() -> askUntil(end, questions)));
      }
      long answers = 0;
      for (Future<Long> each : answered) {
        answers += each.get();
      }
      return answers / howLong.toSeconds();
    } catch (ExecutionException failure) {
      throw new DemoException("a question was not answered: " + failure.getCause(), failure);
    } finally {
      shoppers.shutdownNow();
    }
  }

  private static long askUntil(long end, List<URI> questions) throws IOException {
    long answers = 0;
    while (System.nanoTime() < end) {
      URI question = questions.get(ThreadLocalRandom.current().nextInt(questions.size()));
      HttpURLConnection call = (HttpURLConnection) question.toURL().openConnection();
      if (call.getResponseCode() != 200) {
        throw new IOException(question + " was answered by " + call.getResponseCode());
      }
      // The connection is used again once its answer is read to the end.
      try (InputStream answer = call.getInputStream()) {
        answer.readAllBytes();
      }
      answers++;
    }
    return answers;
  }
}
