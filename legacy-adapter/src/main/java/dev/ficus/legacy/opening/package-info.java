/** The stock that the monolith has when it all begins, and whether everybody has the same. */
package dev.ficus.legacy.opening;
