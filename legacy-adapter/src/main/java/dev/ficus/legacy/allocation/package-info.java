/** Asking allocation-service, where its events do not say enough. */
package dev.ficus.legacy.allocation;
