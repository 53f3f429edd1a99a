/** The stock that the monolith has at the beginning, and comparing who has what later. */
package dev.ficus.legacy.opening;
