import { MillraceError } from '@millrace/core';

/** What carries a client's answers: a response, or the socket of a WebSocket. */
export interface Carrier {
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** Gives the signal that is aborted when a carrier is closed. Made when it is first asked for: nearly no operation does. */
export function givenUp(carrier: Carrier): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller) return controller.signal;
    controller = new AbortController();
    const abort = () => controller?.abort(new MillraceError('ABORTED', 'The client gave up the request.'));
    if (carrier.destroyed) abort();
    else carrier.once('close', abort);
    return controller.signal;
  };
}
