/** What an old order means: pure functions from the old world's words to commands or reasons. */
package dev.ficus.legacy.translating;
