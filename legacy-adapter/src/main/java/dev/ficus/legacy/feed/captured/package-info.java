/** What comes in is written to files as well, masked or encrypted, to be tried again elsewhere. */
package dev.ficus.legacy.feed.captured;
