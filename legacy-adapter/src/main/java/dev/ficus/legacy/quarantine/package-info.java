/**
 * Quarantine of what was refused, from its rejection to its end: kept with its call and its reason
 * while everything else goes on, then redriven by the rules of today or discarded, at last
 * forgotten.
 */
package dev.ficus.legacy.quarantine;
