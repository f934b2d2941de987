import { WebSocket } from 'ws';

/** RFC 6455, 7.4.1: the message is too big to process. */
const messageTooBig = 1009;

/** Sockets that say which limit a message was beyond: ws by itself closes with the bare code. */
export function clientSocketsWithin(maxBodyBytes: number): typeof WebSocket {
  return class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      const named = `LIMIT_EXCEEDED: a message has more than ${maxBodyBytes} bytes (maxBodyBytes)`;
      super.close(code, code === messageTooBig ? (reason ?? named) : reason);
    }
  };
}
