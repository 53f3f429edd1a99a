/**
 * Leaks: what the monolith's figures of SKUs that are ours do without a reason. And what list,
 * ledger and allocation-service have of them, compared all the time, with plans to mend it.
 */
package dev.ficus.legacy.leaks;
