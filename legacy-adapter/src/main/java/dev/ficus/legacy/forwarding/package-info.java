/** The monolith behind the adapter: what is not ours goes there as it came. */
package dev.ficus.legacy.forwarding;
