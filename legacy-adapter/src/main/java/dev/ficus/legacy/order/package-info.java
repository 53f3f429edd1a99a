/**
 * Orders of the old shops: their translation, their ledger as a port, and the rules by which a
 * change follows from what the ledger has and what the shop shows. Plain Java.
 */
package dev.ficus.legacy.order;
