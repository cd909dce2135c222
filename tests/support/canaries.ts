/** What a marked value is, which decides where it may be found. `made`: a secret that the server made and showed once. */
export type CanaryKind = 'secret' | 'made' | 'shown' | 'text' | 'search' | 'person'

export interface Place {
  readonly name: string
  readonly text: string
  readonly may: readonly CanaryKind[]
  /** What whoever reads it wrote a moment ago: no secret to them, unless it is a secret. */
  readonly own?: string
}

interface Canary {
  readonly label: string
  readonly kind: CanaryKind
  /** In every form in which it might be written. */
  readonly forms: readonly string[]
}

/** Values that occur nowhere else, so that whoever finds one knows by which door it came in. */
export class Canaries {
  readonly #all: Canary[] = []
  readonly #made = new Map<string, string>()

  get count(): number {
    return this.#all.length
  }

  secret = (label: string, kind: CanaryKind = 'secret'): string => this.#once(kind, label, 'EAAG')
  text = (label: string): string => this.#once(label.includes('search') ? 'search' : 'text', label, 'word')
  name = (label: string): string => this.#once('person', `name of the ${label}`, 'Name')
  phone = (label: string): string =>
    this.#keep('person', `phone of the ${label}`, (index) => `4477009${String(40_000 + index)}`)

  /** One that the server made. */
  known(label: string, value: string): void {
    this.#add({ label, kind: 'made', forms: formsOf(value) })
  }

  /** Each leak, in words. */
  search(places: readonly Place[]): string[] {
    return places.flatMap(({ name, text, may, own = '' }) =>
      this.#all
        .filter(({ kind }) => !may.includes(kind))
        .filter(({ forms }) => forms.some((form) => text.includes(form)))
        .filter(({ kind, forms }) => kind === 'secret' || kind === 'made' || !forms.some((form) => own.includes(form)))
        .map(({ label, kind, forms }) => {
          const form = forms.find((each) => text.includes(each)) ?? ''
          const at = text.indexOf(form)
          return `${kind} "${label}" in ${name}: ${text.slice(Math.max(0, at - 120), at + form.length + 60)}`
        }),
    )
  }

  #once(kind: CanaryKind, label: string, prefix: string): string {
    return this.#keep(
      kind,
      label,
      (index) => `${prefix}canary${index}x${Buffer.from(label).toString('hex').slice(0, 16)}`,
    )
  }

  /** The same for the same label. */
  #keep(kind: CanaryKind, label: string, make: (index: number) => string): string {
    const before = this.#made.get(label)
    if (before !== undefined) return before
    const value = make(this.#all.length)
    this.#made.set(label, value)
    this.#add({ label, kind, forms: kind === 'secret' ? formsOf(value) : [value] })
    return value
  }

  #add(canary: Canary): void {
    this.#all.push(canary)
  }
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  return [value, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(value)]
}
