/** Events whose source wants to know which of them reached their socket: asking for the next one does not say so of the last. */
export interface DeliveredEvents<Event> extends AsyncIterator<Event, void> {
  /** The socket has taken the event that `next()` gave last. */
  taken?(): void;
}
