/**
 * What the monolith reports of its stock, and the ledger of the last report on each batch as a
 * port. Plain Java.
 */
package dev.ficus.legacy.stock;
