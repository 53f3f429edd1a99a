/** An endpoint that does nothing, beside which availability-service is measured. */
package dev.ficus.bench.empty;
