/** Captured files are taken in once more; what is known already changes nothing. */
package dev.ficus.legacy.feed.replayed;
