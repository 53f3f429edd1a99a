/**
 * Parity: whether we decide about a shadowed SKU as the monolith does. What both have decided about
 * a call is compared, and each comparison is a {@link dev.ficus.legacy.parity.Verdict}. Plain Java,
 * without a clock.
 */
package dev.ficus.legacy.parity;
