/** Which values settings may have. */
package dev.ficus.legacy.settings;
