/** Measures the services against floors taken in the same run. Run by hand; asserts no time. */
package dev.ficus.bench;
