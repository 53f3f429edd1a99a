package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Path;

/** The process that holds the stack of one Maven build, until that build's process has ended. */
final class Keeper {
  private static final long LOOK_MILLIS = 100;

  private Keeper() {}

  /**
   * @param arguments the folder to publish the addresses in; process id and birth of the build's
   *     process
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    ProcessIdentity owner = new ProcessIdentity(Long.parseLong(arguments[1]), arguments[2]);
    // From the first moment on: a build may be aborted while its servers are being downloaded.
    Thread watch = new Thread(() -> exitAfter(owner, folder), "ficus-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      LocalStack stack = LocalStack.start();
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "ficus-close"));
      SharedStack.publish(folder, stack.addresses());
    } catch (LocalStackException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
    watch.join();
  }

  private static void exitAfter(ProcessIdentity owner, Path folder) {
    try {
      while (owner.isAlive()) {
        Thread.sleep(LOOK_MILLIS);
      }
      // Not earlier: as long as the build runs, its next test process may lock a file there.
      CachedFolder.delete(folder);
    } catch (IOException leftForTheNextBuild) {
      Progress.say("cannot delete " + folder);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    } finally {
      System.exit(0);
    }
  }
}
