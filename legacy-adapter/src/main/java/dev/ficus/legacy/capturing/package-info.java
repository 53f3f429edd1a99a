/**
 * What comes in is written to files as well, for trying it again elsewhere; masked or encrypted.
 */
package dev.ficus.legacy.capturing;
