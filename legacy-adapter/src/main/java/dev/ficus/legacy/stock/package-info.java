/**
 * Stock as the monolith reports it: the translation of reports, the ledger of batches as a port,
 * and the rules for what a report changes. Plain Java.
 */
package dev.ficus.legacy.stock;
