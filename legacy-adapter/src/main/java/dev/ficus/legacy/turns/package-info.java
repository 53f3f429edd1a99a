/** What is done again and again. */
package dev.ficus.legacy.turns;
