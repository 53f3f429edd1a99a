/**
 * Switching: a wave's route is changed, with a certificate that proves it and events that announce
 * it.
 */
package dev.ficus.legacy.switching;
