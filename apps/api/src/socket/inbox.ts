import { CloseCode, MessageType } from 'graphql-ws';

/** What a client sends, of which no more is known before graphql-ws has checked it. */
interface Message {
  readonly type?: unknown;
  id?: unknown;
}

/** Of messages that only servers send; graphql-ws would take one for a fault of its own. */
const serverTypes: ReadonlySet<unknown> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

/**
 * Takes one socket's messages to graphql-ws, with an id of its own for each operation. A client may use an id again once it has given up the operation that
 * had it, which may take its time to end: graphql-ws, which knows operations by their ids alone, would take the end of the one for that of the other.
 */
export class Inbox {
  readonly #handle: (message: Message | null) => Promise<void>;
  readonly #close: (code: number, reason: string) => void;
  /** Of operations that were neither given up nor have ended: the client's id, and that for graphql-ws. */
  readonly #ids = new Map<string, string>();
  #lastNumber = 0;

  constructor(handle: (data: string) => Promise<void>, close: (code: number, reason: string) => void) {
    // A message that is parsed already is taken as well.
    this.#handle = handle as (message: unknown) => Promise<void>;
    this.#close = close;
  }

  /** Resolves once it is dealt with: for an operation, when that has ended. */
  async take(text: string): Promise<void> {
    const message = parsed(text);
    const type = message?.type;
    const id = message?.id;
    const isNamed = typeof id === 'string' && id !== '';
    if (isNamed && type === MessageType.Subscribe) await this.#subscribe(message as Message, id);
    else if (isNamed && type === MessageType.Complete) await this.#complete(message as Message, id);
    else if (serverTypes.has(type)) this.#close(CloseCode.BadRequest, 'Invalid message received');
    else await this.#handle(message);
  }

  async #subscribe(message: Message, id: string): Promise<void> {
    if (this.#ids.has(id)) {
      this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
      return;
    }
    this.#lastNumber += 1;
    const own = `${this.#lastNumber}:${id}`;
    this.#ids.set(id, own);
    message.id = own;
    const handled = this.#handle(message);
    // By now graphql-ws has taken the id it knows the operation by; answers get that which the message has when they are sent.
    message.id = id;
    try {
      await handled;
    } finally {
      if (this.#ids.get(id) === own) this.#ids.delete(id);
    }
  }

  async #complete(message: Message, id: string): Promise<void> {
    const own = this.#ids.get(id);
    // It has ended.
    if (own === undefined) return;
    this.#ids.delete(id);
    message.id = own;
    await this.#handle(message);
  }
}

/** null: no JSON, which graphql-ws refuses like any other message that is none. */
function parsed(text: string): Message | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The id that the client gave an operation, of that for graphql-ws. */
export function clientIdOf(own: string): string {
  return own.slice(own.indexOf(':') + 1);
}
