import type { Role } from '@switchboard/contract'
import type { Letter } from './mailer.ts'

interface LinkLetter {
  readonly to: string
  readonly url: string
  readonly expiresAt: Date
}

export interface InvitationLetter extends LinkLetter {
  readonly invitedBy: string
  readonly workspaceName: string
  readonly role: Role
}

const roleWords = { owner: 'an owner', admin: 'an admin', agent: 'an agent', viewer: 'a viewer' } as const

export function invitationLetter({ to, url, expiresAt, invitedBy, workspaceName, role }: InvitationLetter): Letter {
  const workspace = oneLine(workspaceName)
  return {
    to,
    subject: `Join “${workspace}” on Switchboard`,
    text: `Hello,

${oneLine(invitedBy)} invites you to the workspace “${workspace}” on Switchboard, as ${roleWords[role]}.

Open this link to join. It works once, until ${timeOf(expiresAt)}:

${url}

If you do not know what this is about, leave it: without the link nothing happens.
`,
  }
}

export interface ResetLetter extends LinkLetter {
  /** Who made the link; absent: they asked for it themselves. */
  readonly by?: string | undefined
}

export function resetLetter({ to, url, expiresAt, by }: ResetLetter): Letter {
  return {
    to,
    subject: 'A new password for Switchboard',
    text: `Hello,

${by === undefined ? 'somebody, hopefully you, asked for a new password for your account.' : `${oneLine(by)} has made you a link for a new password.`}

Open this link to set it. It works once, until ${timeOf(expiresAt)}, and signs you out everywhere:

${url}

If you did not want this, leave it: your password stays as it is.
`,
  }
}

export interface AddressLetter extends LinkLetter {
  /** Of the account. */
  readonly name: string
}

export function addressLetter({ to, url, expiresAt, name }: AddressLetter): Letter {
  return {
    to,
    subject: 'Your new address for Switchboard',
    text: `Hello,

the account “${oneLine(name)}” on Switchboard is to have this address from now on.

Signed in, open this link to say yes. It works once, until ${timeOf(expiresAt)}:

${url}

If you do not know what this is about, leave it: nothing happens.
`,
  }
}

export function formerAddressLetter({ to, email }: { readonly to: string; readonly email: string }): Letter {
  return {
    to,
    subject: 'Your Switchboard account has another address',
    text: `Hello,

your account on Switchboard has the address ${oneLine(email)} from now on. You sign in with that one, and mails go there.

If this was not you, tell whoever runs your Switchboard at once.
`,
  }
}

/** Names are what people typed: none of them may make a paragraph of its own. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 100)
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
