/** Tells the old shops what is in stock. */
package dev.ficus.legacy.stocking;
