package dev.ficus.journeys;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How the bytes of a connection fall into messages, and what a message is called here. */
enum Protocol {
  /** A message is called by its text: that of a statement contains the SQL. */
  POSTGRESQL {
    private static final int SYNC = 'S';
    private static final int QUERY = 'Q';

    @Override
    byte[] next(DataInputStream in, boolean firstOfClient) throws IOException {
      byte[] head = new byte[firstOfClient ? 0 : 1];
      in.readFully(head);
      int length = in.readInt();
      return whole(in, ByteBuffer.allocate(head.length + length).put(head).putInt(length));
    }

    @Override
    String name(byte[] message) {
      return new String(message, StandardCharsets.ISO_8859_1);
    }

    @Override
    boolean endsRequest(byte[] message) {
      return message[0] == SYNC || message[0] == QUERY;
    }
  },

  /** A message is a frame and is called by the numbers of its class and method, as in "60.40". */
  AMQP {
    private static final int HEADER = 7;
    private static final int GREETING = 8;
    private static final int METHOD_FRAME = 1;

    @Override
    byte[] next(DataInputStream in, boolean firstOfClient) throws IOException {
      if (firstOfClient) {
        return whole(in, ByteBuffer.allocate(GREETING));
      }
      byte[] head = new byte[HEADER];
      in.readFully(head);
      int length = ByteBuffer.wrap(head).getInt(3);
      return whole(in, ByteBuffer.allocate(HEADER + length + 1).put(head));
    }

    @Override
    String name(byte[] message) {
      ByteBuffer bytes = ByteBuffer.wrap(message);
      return message[0] == METHOD_FRAME && message.length > HEADER + 4
          ? bytes.getShort(HEADER) + "." + bytes.getShort(HEADER + 2)
          : "";
    }

    @Override
    boolean endsRequest(byte[] message) {
      return true;
    }
  };

  static final String PUBLISH = "60.40";
  static final String ACK = "60.80";

  /**
   * Reads the next message.
   *
   * @param firstOfClient whether it is the one that opens the connection
   */
  abstract byte[] next(DataInputStream in, boolean firstOfClient) throws IOException;

  abstract String name(byte[] message);

  /** Whether the server goes about it now: before that it only listens. */
  abstract boolean endsRequest(byte[] message);

  private static byte[] whole(DataInputStream in, ByteBuffer begun) throws IOException {
    in.readFully(begun.array(), begun.position(), begun.remaining());
    return begun.array();
  }
}
