/**
 * Routing: who owns a line, and who keeps a SKU's stock, the monolith or the services around it.
 */
package dev.ficus.legacy.routing;
