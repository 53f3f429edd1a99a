/** What values of settings are taken. */
package dev.ficus.legacy.settings;
