import { readFileSync } from 'node:fs'
import { Refusal } from '../refusal.ts'
import { passwordLength } from './create-auth.ts'

/** Says what is wrong with a new password. */
export type PasswordRules = (password: string, person: { readonly email: string; readonly name: string }) => void

/**
 * Long, not the person's own name or address, and not on a list of known ones where the operator has given such a file (one a line).
 * Nothing else is asked for: rules about signs make passwords that people forget and machines guess.
 *
 * @throws the file cannot be read
 */
export function passwordRules(knownPasswordsFile: string | undefined): PasswordRules {
  const known = new Set(
    knownPasswordsFile === undefined ? [] : readFileSync(knownPasswordsFile, 'utf8').toLowerCase().split(/\r?\n/),
  )
  return (password, { email, name }) => {
    const { least, most } = passwordLength
    const length = [...password].length
    const plain = password.toLowerCase()
    const [local = ''] = email.toLowerCase().split('@')
    if (length < least)
      refuse(`The password has ${length} letters and needs at least ${least}. A short sentence is good.`)
    if (length > most) refuse(`The password is longer than ${most} letters.`)
    if (new Set(plain).size < 5) refuse('The password is the same few letters again and again.')
    if ([email.toLowerCase(), local, name.toLowerCase()].some((own) => own.length > 3 && plain.includes(own)))
      refuse('The password holds your name or address. Take another one.')
    if (known.has(plain)) refuse('This password is on a list of known ones. Take another one.')
  }
}

function refuse(detail: string): never {
  throw new Refusal('invalid-request', { detail, errors: [{ path: 'body.password', message: detail }] })
}
