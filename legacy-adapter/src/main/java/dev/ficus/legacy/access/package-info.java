/** Who may do what, and how the adapter knows who somebody is. */
package dev.ficus.legacy.access;
