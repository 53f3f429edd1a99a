/** What a shop is sent: how much it may sell of each SKU, and the states of its orders. */
package dev.ficus.legacy.push;
