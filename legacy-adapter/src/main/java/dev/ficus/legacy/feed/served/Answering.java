package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.methods.AnsweredBy;
import dev.ficus.legacy.xmlrpc.Answer;

/**
 * Who has a part in the answer to a call, noted while the call is carried out. Where nobody is
 * noted, the answer is ours.
 */
final class Answering {

  private boolean us;
  private boolean upstream;

  /** A part of the answer is ours. */
  void byUs() {
    us = true;
  }

  /** The upstream has answered the call, or a part of it. */
  void byUpstream() {
    upstream = true;
  }

  /** Takes over who has answered a call in this one. */
  void by(AnsweredBy inner) {
    us |= inner == AnsweredBy.US || inner == AnsweredBy.BOTH;
    upstream |= inner == AnsweredBy.UPSTREAM || inner == AnsweredBy.BOTH;
  }

  /** Who has answered, now that this is the answer. */
  AnsweredBy of(Answer answer) {
    if (upstream) {
      return us ? AnsweredBy.BOTH : AnsweredBy.UPSTREAM;
    }
    return answer instanceof Answer.Fault ? AnsweredBy.FAULT : AnsweredBy.US;
  }
}
