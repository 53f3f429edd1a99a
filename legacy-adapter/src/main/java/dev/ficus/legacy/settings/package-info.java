/** Which settings there are, and what is refused at start. */
package dev.ficus.legacy.settings;
