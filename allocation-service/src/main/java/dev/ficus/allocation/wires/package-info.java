/** TLS to others: who is trusted, what we show of ourselves, and which wires may do without. */
package dev.ficus.allocation.wires;
