package dev.ficus.legacy.http;

import jakarta.enterprise.context.RequestScoped;

/** The id under which a call can be followed, from here to availability. */
@RequestScoped
public class Correlation {

  private String id;

  public String id() {
    return id;
  }

  public void id(String id) {
    this.id = id;
  }
}
