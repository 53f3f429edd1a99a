package dev.ficus.journeys;

/** The three services. */
public enum Service {
  ALLOCATION("allocation-service", 8081, 9081),
  AVAILABILITY("availability-service", 8082, 9082),
  LEGACY("legacy-adapter", 8083, 9083);

  private final String module;
  private final int port;
  private final int managementPort;

  Service(String module, int port, int managementPort) {
    this.module = module;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** The name of the service, which is also that of its folder in the project. */
  public String module() {
    return module;
  }

  /** The port it has unless that is taken. */
  public int port() {
    return port;
  }

  /** The port of health and metrics that it has unless that is taken. */
  public int managementPort() {
    return managementPort;
  }
}
