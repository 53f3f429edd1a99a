/** Who owns a line: the monolith or what grows around it. */
package dev.ficus.legacy.strangling;
