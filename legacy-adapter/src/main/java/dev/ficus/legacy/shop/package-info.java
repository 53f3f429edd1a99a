/** The old shops: whose orders come in, and how they are to be read. */
package dev.ficus.legacy.shop;
