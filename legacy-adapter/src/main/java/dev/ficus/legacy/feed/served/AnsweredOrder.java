package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.dialect.AnswerShape;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Answer;

/**
 * Answer of the monolith to a call about an order.
 *
 * @param shape where in it is what the monolith has decided
 * @param correlation of the call
 * @param begunAt when the call was sent, by {@link System#nanoTime}
 * @param answeredAt when it had been answered, likewise
 */
public record AnsweredOrder(
    OrderNumber order,
    AnswerShape shape,
    String correlation,
    Answer answer,
    long begunAt,
    long answeredAt) {}
