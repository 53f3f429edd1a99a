/** How old senders say things: which calls are about orders, and where in them things stand. */
package dev.ficus.legacy.dialect;
