package dev.ficus.availability.storage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How far a product's view is. */
@RegisterForReflection
record SequenceOf(String sku, long sequence) {}
