/** Something that the person at the terminal can do something about: only its message is shown. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Failure';
  }
}
