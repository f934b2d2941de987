/** What `initProducer` gives: who appends. */
export interface Producer {
  readonly id: number;
  /** Rises each time a transactional id is taken over; calls with an older one are PRODUCER_FENCED. */
  readonly epoch: number;
}

export interface InitProducerInput {
  /**
   * What a program calls itself over its restarts (Kafka's transactional.id): 1 to 249 characters. It gets the same producer
   * each time, with the next epoch, which fences whatever appended for it before. Omitted: a producer of its own.
   */
  readonly transactionalId?: string | undefined;
}

/** Which call of a producer this is: one that is sent again with the same three is not appended again. */
export interface ProducerSequence {
  readonly id: number;
  readonly epoch: number;
  /** Of the producer's calls to this topic: 0, 1, 2, … Each epoch begins at 0 again. */
  readonly sequence: number;
}
