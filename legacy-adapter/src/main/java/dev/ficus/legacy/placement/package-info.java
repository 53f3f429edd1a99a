/** What allocation-service did with our lines, and asking it where its events do not say enough. */
package dev.ficus.legacy.placement;
