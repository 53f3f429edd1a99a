package dev.ficus.legacy.switching;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Batch as a list that a certificate is about has it.
 *
 * @param batchref empty where the list has figures by SKU alone
 * @param eta the day it is expected; empty when it is in the warehouse
 * @param qty units; below zero where a monolith's figure is
 */
public record CertifiedBatch(String sku, String batchref, Optional<LocalDate> eta, long qty) {

  public CertifiedBatch {
    Objects.requireNonNull(sku);
    Objects.requireNonNull(batchref);
    Objects.requireNonNull(eta);
  }
}
