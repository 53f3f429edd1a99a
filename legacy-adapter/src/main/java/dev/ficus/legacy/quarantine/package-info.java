/**
 * What could not be translated: kept with its call and its reason, while everything else goes on.
 */
package dev.ficus.legacy.quarantine;
