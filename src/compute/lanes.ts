// Which of a pool's places are taken when: a task goes to the lowest free one. With one task a
// thread there are as many places as threads, so that each is drawn as a thread's lane.

export type LaneWatch = (lane: number, phase: 'started' | 'ended') => void;

export class Lanes {
  readonly #watch: LaneWatch;
  readonly #taken: boolean[] = [];

  constructor(watch: LaneWatch) {
    this.#watch = watch;
  }

  /** Answers what to call when the task has come back. */
  enter(): () => void {
    const free = this.#taken.indexOf(false);
    const lane = free === -1 ? this.#taken.length : free;
    this.#taken[lane] = true;
    this.#watch(lane, 'started');
    return () => {
      this.#taken[lane] = false;
      this.#watch(lane, 'ended');
    };
  }
}
