package dev.ficus.oldworld.monolith;

import java.time.LocalDate;

/**
 * Stock of one SKU.
 *
 * @param eta the day it is expected; null when it is in the warehouse
 * @param promised how many of it are promised to orders; may exceed the quantity after a cut
 */
record Batch(String reference, String sku, int quantity, LocalDate eta, int promised) {

  boolean isHere() {
    return eta == null;
  }

  int free() {
    return quantity - promised;
  }

  Batch of(int quantity) {
    return new Batch(reference, sku, quantity, eta, promised);
  }

  Batch at(LocalDate eta) {
    return new Batch(reference, sku, quantity, eta, promised);
  }

  Batch promising(int more) {
    return new Batch(reference, sku, quantity, eta, promised + more);
  }
}
