// Asks for what the address shows while the page's code is still on its way: the pages take these answers instead of asking (api/early.ts).
// A file of its own, because the policy allows no inline script.
;(() => {
  const inbox = /^\/app\/(?:inbox(?:\/([^/]+))?\/?)?$/.exec(location.pathname)
  const addresses = ['/v1/me']
  if (inbox && location.search === '') {
    addresses.push('/v1/conversations?status=open')
    if (inbox[1]) {
      const one = `/v1/conversations/${inbox[1]}`
      addresses.push(`${one}/messages?limit=40`, one, `${one}/notes`, `${one}/history`)
      addresses.push(`/v1/calls?conversationId=${inbox[1]}&limit=200`)
    }
  }
  const ask = (address) => {
    const answer = fetch(address, { credentials: 'same-origin', headers: { accept: 'application/json' } })
    // Whoever takes it is told; an answer that nobody takes is nobody's.
    answer.catch(() => undefined)
    return answer
  }
  globalThis.switchboardEarly = new Map(addresses.map((address) => [address, ask(address)]))
})()
