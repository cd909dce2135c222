/** The simulator's time: real time plus what it was advanced by. Limits per second are not its business; they go by real time. */
export interface Clock extends Disposable {
  /** Milliseconds since 1970. */
  now(): number
  /** As webhooks have it: seconds, as text. */
  seconds(): string
  /** Does something later. With a speed of 100 an hour takes 36 s. */
  after(milliseconds: number, action: () => void): void
  /** What was to happen within that time happens now, in its order. */
  advance(milliseconds: number): void
  /** How much is still to happen. */
  readonly waiting: number
}

interface Appointment {
  /** On `performance.now()`. */
  dueAt: number
  readonly action: () => void
  timer: NodeJS.Timeout | undefined
}

/** @param speed how much faster than in life delays pass; limits and time stamps are not touched by it */
export function createClock(speed: number): Clock {
  let advanced = 0
  const appointments = new Set<Appointment>()
  const arm = (appointment: Appointment) => {
    appointment.timer = setTimeout(
      () => {
        appointments.delete(appointment)
        appointment.action()
      },
      Math.max(0, appointment.dueAt - performance.now()),
    )
  }
  const now = () => Date.now() + advanced
  return {
    now,
    seconds: () => String(Math.floor(now() / 1_000)),
    after(milliseconds, action) {
      const appointment: Appointment = { dueAt: performance.now() + milliseconds / speed, action, timer: undefined }
      appointments.add(appointment)
      arm(appointment)
    },
    advance(milliseconds) {
      advanced += milliseconds
      for (const appointment of [...appointments].sort((one, other) => one.dueAt - other.dueAt)) {
        clearTimeout(appointment.timer)
        appointment.dueAt -= milliseconds / speed
        arm(appointment)
      }
    },
    get waiting() {
      return appointments.size
    },
    [Symbol.dispose]() {
      for (const appointment of appointments) clearTimeout(appointment.timer)
      appointments.clear()
    },
  }
}
