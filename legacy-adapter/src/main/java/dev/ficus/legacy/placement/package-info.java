/** Placements of our lines by allocation-service, and asking it where its events are not enough. */
package dev.ficus.legacy.placement;
