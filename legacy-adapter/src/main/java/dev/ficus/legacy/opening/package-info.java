/**
 * The stock that the monolith has at the beginning, and the reconciliation of who has what later.
 */
package dev.ficus.legacy.opening;
