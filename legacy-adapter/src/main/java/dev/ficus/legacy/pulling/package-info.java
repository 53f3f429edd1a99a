/** Fetches orders from a shop that is to be asked, and knows how far it has come. */
package dev.ficus.legacy.pulling;
