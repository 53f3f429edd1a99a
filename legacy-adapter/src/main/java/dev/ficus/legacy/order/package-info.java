/** The old world's words, and the ledger of what was seen of it. */
package dev.ficus.legacy.order;
