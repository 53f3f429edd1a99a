package dev.ficus.journeys;

/** The three services. */
public enum Service {
  ALLOCATION("allocation-service", 8081),
  AVAILABILITY("availability-service", 8082),
  LEGACY("legacy-adapter", 8083);

  private final String module;
  private final int port;

  Service(String module, int port) {
    this.module = module;
    this.port = port;
  }

  /** The name of the service, which is also that of its folder in the project. */
  public String module() {
    return module;
  }

  /** The port it has unless that is taken. */
  int port() {
    return port;
  }
}
