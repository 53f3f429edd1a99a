/**
 * How a sender writes things: which calls are about orders or stock, and where in them the values
 * are. Plain Java.
 */
package dev.ficus.legacy.feed.dialect;
