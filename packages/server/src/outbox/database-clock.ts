/**
 * The database's time, told by our own clock. Slots are moments of the database's clock, because it is the only one that all
 * dispatchers share. Every reading says between which two of our moments it was taken; together they bound the difference ever
 * closer, so one answer that came late does not move it. The newest readings count, as clocks drift.
 */
export class DatabaseClock {
  readonly #readings: { readonly least: number; readonly most: number }[] = []

  /** `asked` and `answered` by performance.now(), `database` in milliseconds since 1970. */
  note({
    database,
    asked,
    answered,
  }: {
    readonly database: number
    readonly asked: number
    readonly answered: number
  }): void {
    this.#readings.push({ least: database - answered, most: database - asked })
    if (this.#readings.length > 32) this.#readings.shift()
  }

  /** Not later than the database's time: what is due by it is due. Milliseconds since 1970; before any reading never due. */
  earliest(now = performance.now()): number {
    return now + Math.max(...this.#readings.map(({ least }) => least))
  }

  /** Not earlier than the database's time: what is in time by it is in time. */
  latest(now = performance.now()): number {
    return now + Math.min(...this.#readings.map(({ most }) => most))
  }
}
