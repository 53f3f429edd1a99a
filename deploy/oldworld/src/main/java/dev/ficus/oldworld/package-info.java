/** The old web shop of the demo: it sells what a file says, and tells the adapter by XML-RPC. */
package dev.ficus.oldworld;
