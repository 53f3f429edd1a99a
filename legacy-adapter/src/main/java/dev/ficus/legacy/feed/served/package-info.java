/** Feeds that call us: the XML-RPC endpoint and what it answers. */
package dev.ficus.legacy.feed.served;
