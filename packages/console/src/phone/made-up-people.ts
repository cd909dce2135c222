import type { PhoneOwner } from '@switchboard/contract'

const firstNames = [
  ...['Amara', 'Anton', 'Bea', 'Camille', 'Chidi', 'Dalia', 'Emre', 'Farah', 'Gwen', 'Hana', 'Ines', 'Jonas', 'Kavya'],
  ...['Leila', 'Mateo', 'Mira', 'Noor', 'Oskar', 'Paula', 'Quentin', 'Rosa', 'Sami', 'Tove', 'Yusuf', 'Zofia'],
]
const lastNames = [
  ...['Adeyemi', 'Berg', 'Costa', 'Dvorak', 'Eriksen', 'Farouk', 'Galvez', 'Haddad', 'Ivanova', 'Jansen', 'Kaplan'],
  ...['Lindqvist', 'Moreau', 'Nakamura', 'Okafor', 'Petrov', 'Quispe', 'Rao', 'Silva', 'Takács', 'Vidal', 'Weiss'],
]

export interface Person {
  readonly name: string
  readonly phone: string
}

/** A name, and a number out of the range that the British regulator keeps for films: nobody is ever called by it. */
export function makeUpPerson(taken: readonly PhoneOwner[] = []): Person {
  const used = new Set(taken.map(({ id }) => id))
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const last = String(randomBelow(1_000)).padStart(3, '0')
    if (attempt < 49 && used.has(`447700900${last}`)) continue
    return { name: `${pick(firstNames)} ${pick(lastNames)}`, phone: `+44 7700 900${last}` }
  }
  throw new Error('there are no more numbers') // the last attempt takes any
}

function pick(from: readonly string[]): string {
  return from[randomBelow(from.length)] ?? ''
}

function randomBelow(most: number): number {
  return Math.floor(Math.random() * most)
}
