/** Who may call a feed, by HTTP Basic: passwords are kept as slow hashes, guessing is slowed. */
package dev.ficus.legacy.senders;
