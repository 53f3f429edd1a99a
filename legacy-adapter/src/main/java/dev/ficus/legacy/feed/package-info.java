/**
 * The configured ways in: the shops, the feeds by which their calls come, who may call, and the
 * system behind a feed to which calls go on.
 */
package dev.ficus.legacy.feed;
