// The sign-in page's only script: shows the way in by a passkey where the browser has one, and goes it.

const place = document.querySelector('#by-passkey')
const button = place.querySelector('button')
const problem = place.querySelector('.error')

// Browsers give passkeys to names, not to addresses.
const isNamed = !/^[\d.]+$|^\[/.test(location.hostname)
place.hidden = !(isNamed && window.PublicKeyCredential?.parseRequestOptionsFromJSON)

button.addEventListener('click', async () => {
  button.disabled = true
  problem.hidden = true
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      await ask('/api/auth/passkey/generate-authenticate-options'),
    )
    const credential = await navigator.credentials.get({ publicKey })
    await ask('/api/auth/passkey/verify-authentication', { response: credential.toJSON() })
    location.assign(place.dataset.to)
  } catch (error) {
    // Whoever closes the browser's own question meant it.
    problem.textContent =
      error.name === 'NotAllowedError'
        ? 'No passkey was used. Try again, or sign in with your password.'
        : 'This passkey is not known here. Sign in with your password.'
    problem.hidden = false
    button.disabled = false
  }
})

async function ask(address, body) {
  const answer = await fetch(
    address,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return await answer.json()
}
