package dev.ficus.legacy.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream that is read while it arrives, a few pieces at a time, and that
 * fails when the next piece does not come in time: the JDK's own waits for it for ever. To give it
 * up, by closing it before its end too, closes the connection.
 */
final class LimitedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {

  private static final List<ByteBuffer> END = Collections.unmodifiableList(List.of());
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final TimeLimits limits;
  private final long deadline;
  private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
  private volatile Throwable failure;
  // Guarded by this.
  private Flow.Subscription subscription;
  private boolean closed;
  // The reader's own.
  private Iterator<ByteBuffer> pieces = Collections.emptyIterator();
  private ByteBuffer current = NOTHING;
  private boolean ended;

  /**
   * @param begunAt when the exchange began, by {@link System#nanoTime}
   */
  LimitedBody(TimeLimits limits, long begunAt) {
    this.limits = limits;
    this.deadline = begunAt + limits.whole().toNanos();
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    boolean wanted;
    synchronized (this) {
      wanted = !closed;
      subscription = begun;
    }
    if (wanted) {
      begun.request(1);
    } else {
      begun.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> next) {
    arrived.add(next);
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
    arrived.add(END);
  }

  @Override
  public void onComplete() {
    arrived.add(END);
  }

  @Override
  public int read() throws IOException {
    return haveMore() ? current.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!haveMore()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  @Override
  public void close() {
    Flow.Subscription given;
    synchronized (this) {
      given = closed ? null : subscription;
      closed = true;
    }
    if (given != null) {
      given.cancel();
    }
  }

  private boolean haveMore() throws IOException {
    while (!current.hasRemaining()) {
      if (pieces.hasNext()) {
        current = pieces.next();
      } else if (!awaitPieces()) {
        return false;
      }
    }
    return true;
  }

  /** False at the end. */
  private boolean awaitPieces() throws IOException {
    if (!ended) {
      List<ByteBuffer> next = next();
      ended = next == END;
      pieces = next.iterator();
    }
    if (ended && failure != null) {
      throw new IOException("the answer broke off: " + failure.getMessage(), failure);
    }
    return !ended;
  }

  private List<ByteBuffer> next() throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("the answer was given up");
      }
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw givenUp("the whole answer was not there after " + seconds(limits.whole()));
    }
    try {
      List<ByteBuffer> next =
          arrived.poll(Math.min(left, limits.silence().toNanos()), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw givenUp(
            left <= limits.silence().toNanos()
                ? "the whole answer was not there after " + seconds(limits.whole())
                : "the answer stopped in the middle for " + seconds(limits.silence()));
      }
      if (next != END) {
        askForMore();
      }
      return next;
    } catch (InterruptedException stopping) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while an answer was being read");
    }
  }

  /** Something has arrived, so there is somebody to ask. */
  private void askForMore() {
    Flow.Subscription source;
    synchronized (this) {
      source = subscription;
    }
    source.request(1);
  }

  private IOException givenUp(String why) {
    close();
    return new HttpTimeoutException(why);
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
