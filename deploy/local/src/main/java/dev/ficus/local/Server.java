package dev.ficus.local;

/**
 * One server of a private stack, to be stopped, killed and started by tests of faults. It keeps its
 * ports and its data from one start to the next. Every method returns when the server has reached
 * the state it names, and does nothing when it is in that state already.
 */
public interface Server {

  /** Starts the server and waits until it answers. */
  void start();

  /** Stops the server in its orderly way. */
  void stop();

  /** Ends the server at once, as {@code kill -9} does. */
  void kill();
}
