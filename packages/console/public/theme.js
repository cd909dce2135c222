// Before the first paint, so that nobody who asked for dark sees a white flash. A file of its own: the policy allows no inline script.
;(() => {
  let choice = null
  try {
    choice = JSON.parse(localStorage.getItem('switchboard.theme'))
  } catch {
    // Storage that is forbidden or spoiled: as the system has it.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
