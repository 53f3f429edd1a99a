/** What the old shop and the migration team reach over HTTP. */
package dev.ficus.legacy.serving;
