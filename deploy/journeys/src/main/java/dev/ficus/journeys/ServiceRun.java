package dev.ficus.journeys;

import java.util.Set;

/** One way of running a service: what is started, and what is killed when it is to die. */
interface ServiceRun {

  /**
   * What starts it. The caller puts the values of the variables into the environment of what it
   * starts.
   *
   * @param name what it is called among the launcher's processes
   * @param variables the names of the environment variables that the service needs
   */
  ProcessBuilder builder(Launcher launcher, String name, Set<String> variables);

  /**
   * The process that is the service, as this machine counts it.
   *
   * @param started what the builder has started
   */
  long pid(Process started);

  /**
   * Kills it as kill -9 does; may return before it has ended.
   *
   * @param started what the builder has started
   */
  void kill(Process started);
}
