/**
 * What waits in quarantine is tried again by the rules of today, or discarded; in the end
 * forgotten.
 */
package dev.ficus.legacy.redriving;
