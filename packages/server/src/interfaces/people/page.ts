/** Text that is safe between tags and in attributes of a page. */
export function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}

const style = `
:root{color-scheme:light dark;--ground:#f4f5f3;--card:#fff;--ink:#1b211d;--soft:#5b665f;--line:#d5dad6;--strong:#0b6b48;--bad:#a3231a}
@media(prefers-color-scheme:dark){:root{--ground:#141816;--card:#1d2320;--ink:#e9eeea;--soft:#a3b0a8;--line:#38423c;--strong:#4cc38f;--bad:#ff8d80}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,calc(100vw - 2rem));margin:2rem 0;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
h1{margin:0 0 .25rem;font-size:1.4rem}p{margin:.25rem 0 1rem;color:var(--soft)}.brand{margin:0 0 1.25rem;font-weight:600;color:var(--strong)}
label{display:block;margin:1rem 0 .25rem;font-weight:600}small{display:block;margin-top:.25rem;color:var(--soft)}
input{width:100%;padding:.6rem .7rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}
input:focus-visible,button:focus-visible{outline:3px solid var(--strong);outline-offset:1px}
textarea{width:100%;padding:.6rem .7rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}
fieldset{margin:1rem 0 0;padding:.25rem 1rem 1rem;border:1px solid var(--line);border-radius:8px}legend{font-weight:600}ul{margin:0 0 1rem;padding-left:1.2rem}
.choice{display:flex;gap:.6rem;font-weight:400;margin:.5rem 0}.choice input{width:auto;flex:none}a{color:var(--strong)}
button{width:100%;margin-top:1.5rem;padding:.7rem;font:inherit;font-weight:600;color:#fff;background:#0b6b48;border:0;border-radius:8px;cursor:pointer}
button.quiet{margin-top:.6rem;color:inherit;background:transparent;border:1px solid var(--line)}
.error{margin:1rem 0 0;padding:.6rem .8rem;color:var(--bad);border:1px solid currentColor;border-radius:8px}`

/** A whole page in the plain style of those that need no console. `body` is HTML; whoever makes it escapes what is not theirs. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)} · Switchboard</title><style>${style}</style></head>
<body><main><p class="brand">Switchboard</p>${body}</main></body></html>`
}

/** Said aloud by screen readers as soon as the page is there. */
export function errorBox(text: string | undefined): string {
  return text === undefined ? '' : `<p class="error" role="alert">${escaped(text)}</p>`
}
