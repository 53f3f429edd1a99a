/** HTTP to other systems: one client, whose every exchange ends, and XML-RPC over it. */
package dev.ficus.legacy.outgoing;
