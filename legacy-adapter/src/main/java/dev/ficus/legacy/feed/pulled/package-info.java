/** Feeds that we ask: fetches a shop's orders, and knows how far it has come. */
package dev.ficus.legacy.feed.pulled;
