/** The method log: which methods are still called, who answers them, which are safe to delete. */
package dev.ficus.legacy.feed.methods;
