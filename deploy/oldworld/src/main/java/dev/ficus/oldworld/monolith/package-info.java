/** The monolith that is to be replaced: it has a stock and a mind of its own. */
package dev.ficus.oldworld.monolith;
