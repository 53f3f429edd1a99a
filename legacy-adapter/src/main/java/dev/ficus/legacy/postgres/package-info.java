/** Ledger, quarantine and progress in PostgreSQL. The rest of the adapter never sees a row. */
package dev.ficus.legacy.postgres;
