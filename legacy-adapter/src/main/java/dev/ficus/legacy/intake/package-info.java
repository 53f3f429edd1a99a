/**
 * Intake of orders and stock reports: write the change down, send its commands, note what the
 * broker has confirmed, send again what it has not.
 */
package dev.ficus.legacy.intake;
