/** What stands behind the adapter: what is not ours, or not ours alone, goes there as it came. */
package dev.ficus.legacy.forwarding;
