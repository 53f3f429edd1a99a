/** The demo: a whole Ficus on this machine, the old shop's orders through it, and the reckoning. */
package dev.ficus.journeys;
