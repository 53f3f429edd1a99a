/**
 * Switching: a wave is cut over in steps, each of which can be done again, by whichever instance
 * holds the lease; with a certificate that proves the switch and events that announce it.
 */
package dev.ficus.legacy.switching;
