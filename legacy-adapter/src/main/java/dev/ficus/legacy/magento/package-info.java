/** Magento 1 shops, as one talks to them. */
package dev.ficus.legacy.magento;
