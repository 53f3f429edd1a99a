/** Who owns a line, and who keeps a SKU's stock: the monolith or what grows around it. */
package dev.ficus.legacy.routing;
