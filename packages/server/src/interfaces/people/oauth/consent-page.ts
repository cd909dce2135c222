import { errorBox, escaped, page } from '../page.ts'

export interface ConsentShown {
  readonly clientName: string
  readonly redirectHost: string
  /** The client is known by an address of its own. */
  readonly clientAddress: string | null
  readonly person: string
  readonly workspaceName: string
  readonly workspaces: readonly { readonly id: string; readonly name: string }[]
  readonly workspaceId: string
  /** It asked to send, and the person may. */
  readonly maySend: boolean
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly phone: string | null }[]
  /** Signed by the authorization server; goes back as it came. */
  readonly query: string
  readonly error?: string | undefined
}

/** Says in words what the assistant would be able to do, and lets the person take some of it away. */
export function consentPage(shown: ConsentShown): string {
  const { clientName, redirectHost, clientAddress, person, workspaceName, maySend } = shown
  const name = escaped(clientName)
  return page(
    'Assistant',
    `<h1>Let “${name}” in?</h1>
<p>It would act for <strong>${escaped(person)}</strong> in <strong>${escaped(workspaceName)}</strong>. After you allow it, you are sent to <strong>${escaped(redirectHost)}</strong>.</p>
<p><small>${
      clientAddress === null
        ? 'It chose its name itself: go on only if you just started connecting it.'
        : `It says of itself what is at ${escaped(clientAddress)}.`
    }</small></p>${errorBox(shown.error)}${chooseWorkspace(shown)}
<section><h2>It will be able to</h2><ul class="may"><li>read your customers’ messages, calls and contacts</li><li>search in them and see your numbers</li>${
      maySend ? '<li>write to your customers, as you decide below</li>' : ''
    }<li class="not">not change settings, keys, members or templates, approve messages, or delete anything</li></ul></section>
<form method="post" action="/oauth/consent"><input type="hidden" name="oauth_query" value="${escaped(shown.query)}">
<input type="hidden" name="workspace" value="${escaped(shown.workspaceId)}">
${maySend ? sending() : '<input type="hidden" name="access" value="read">'}${accountsOf(shown)}
<div class="field"><label for="contacts">Only these people</label>
<textarea id="contacts" name="contacts" rows="2" placeholder="+49 151 23456789" aria-describedby="contacts-hint"></textarea><small id="contacts-hint">Phone numbers, one a line. Empty: everybody.</small></div>
<div class="buttons"><button name="decision" value="allow">Allow</button><button class="quiet" name="decision" value="deny" formnovalidate>Do not allow</button></div></form>
<p class="foot">You can take this back at any time under Connect an assistant, and it acts at once.</p>`,
    { wide: true },
  )
}

function chooseWorkspace({ workspaces, workspaceId, query }: ConsentShown): string {
  const others = workspaces.filter(({ id }) => id !== workspaceId)
  if (others.length === 0) return ''
  const links = others.map(
    ({ id, name }) => `<a href="/oauth/consent?${escaped(query)}&amp;workspace=${escaped(id)}">${escaped(name)}</a>`,
  )
  return `<p>Another workspace: ${links.join(', ')}</p>`
}

function sending(): string {
  return `<fieldset><legend>Writing</legend>
<label class="choice"><input type="radio" name="access" value="approve" checked> Each message waits until somebody approves it</label>
<label class="choice"><input type="radio" name="access" value="read"> It only reads</label>
<label class="choice"><input type="radio" name="access" value="allow"> It sends without being asked</label></fieldset>
<div class="field"><label for="cap">Messages a day, at most</label><input id="cap" name="cap" type="number" min="0" max="1000000" inputmode="numeric" value="50" aria-describedby="cap-hint">
<small id="cap-hint">Empty: no limit of its own.</small></div>`
}

function accountsOf({ accounts }: ConsentShown): string {
  if (accounts.length < 2) return ''
  const boxes = accounts.map(
    ({ id, name, phone }) =>
      `<label class="choice"><input type="checkbox" name="account" value="${escaped(id)}"> ${escaped(name)}${phone ? ` · ${escaped(phone)}` : ''}</label>`,
  )
  return `<fieldset><legend>Only these numbers of yours</legend>${boxes.join('')}<small>None chosen: all of them, later ones too.</small></fieldset>`
}
