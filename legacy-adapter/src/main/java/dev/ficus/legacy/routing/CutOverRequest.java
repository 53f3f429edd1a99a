package dev.ficus.legacy.routing;

/**
 * Request that a wave be cut over.
 *
 * @param by who asks for it
 * @param reason for people
 * @param expectEpoch the highest epoch of its SKUs, as it was when whoever asks looked
 * @param acceptWaiting how many commands of others that wait for these products may be taken up
 */
public record CutOverRequest(String by, String reason, int expectEpoch, int acceptWaiting) {}
