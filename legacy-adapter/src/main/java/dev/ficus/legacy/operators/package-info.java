/** What operators and the migration team ask and order over HTTP. */
package dev.ficus.legacy.operators;
