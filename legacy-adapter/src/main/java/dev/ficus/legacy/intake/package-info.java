/** Takes orders in: load, tell, save; then send, and note what is confirmed. */
package dev.ficus.legacy.intake;
