package dev.ficus.legacy.serving;

import jakarta.enterprise.context.RequestScoped;

/** The id under which a call can be followed, from here to availability. */
@RequestScoped
class Correlation {

  private String id;

  String id() {
    return id;
  }

  void id(String id) {
    this.id = id;
  }
}
