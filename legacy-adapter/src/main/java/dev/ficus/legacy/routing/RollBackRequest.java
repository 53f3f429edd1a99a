package dev.ficus.legacy.routing;

/**
 * Request that a wave be rolled back.
 *
 * @param by who asks for it
 * @param reason for people
 * @param expectEpoch the highest epoch of its SKUs, as it was when whoever asks looked
 * @param acceptWaiting how many commands of others go on waiting for these products
 * @param acceptOwnStock how many free units of batches that are not the monolith's stay with us
 * @param acceptStranded how many lines without units stay so, ours and those of other teams
 */
public record RollBackRequest(
    String by,
    String reason,
    int expectEpoch,
    int acceptWaiting,
    long acceptOwnStock,
    long acceptStranded) {}
