import type { Consumer } from '@millrace/engine';

/**
 * The members that live in this process by their ids: a commit for one of them goes through its consumer, which so knows at once
 * that it may read on, and what it may give up.
 */
export class ConsumerMembers {
  readonly #members = new Map<string, { readonly group: string; readonly consumer: Consumer }>();

  find(group: string, memberId: string): Consumer | undefined {
    const member = this.#members.get(memberId);
    return member?.group === group ? member.consumer : undefined;
  }

  add(group: string, memberId: string, consumer: Consumer): void {
    this.#members.set(memberId, { group, consumer });
  }

  remove(memberId: string): void {
    this.#members.delete(memberId);
  }
}
