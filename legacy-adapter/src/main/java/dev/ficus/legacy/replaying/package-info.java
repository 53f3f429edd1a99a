/**
 * What came in before, from a file, is taken in once more; what is known already changes nothing.
 */
package dev.ficus.legacy.replaying;
