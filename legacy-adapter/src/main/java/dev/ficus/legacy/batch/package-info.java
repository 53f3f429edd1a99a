/** What the monolith says of its stock, and the ledger of what it last said of each batch. */
package dev.ficus.legacy.batch;
