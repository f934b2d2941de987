import { expect } from 'vitest';

// Bytes are equal when they are the same bytes, whether a Buffer or another Uint8Array holds them: the engine's door
// promises no more than a Uint8Array.
expect.addEqualityTesters([
  (a: unknown, b: unknown) =>
    a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : undefined,
]);
