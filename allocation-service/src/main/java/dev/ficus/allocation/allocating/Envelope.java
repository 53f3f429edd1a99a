package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;

/** A command with its cause. */
public record Envelope(Command command, Cause cause) {}
