/**
 * What an old order means: its words, the ledger of what was seen of it as a port, and the rules
 * from what it was to what it is. Plain Java.
 */
package dev.ficus.legacy.order;
