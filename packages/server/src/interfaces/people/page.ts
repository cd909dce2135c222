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

/** The console's colours (packages/console/src/styles.css), as the system has it light or dark: a page without scripts cannot know more. */
const style = `
:root{color-scheme:light dark;--ground:#f5f6f4;--surface:#fff;--hover:#eef1ed;--selected:#e1efe8;--ink:#18201b;--soft:#4f5b53;--faint:#66726a;--line:#dfe3de;--strong-line:#c3cbc4;--accent:#0b6b48;--accent-hover:#09583b;--on-accent:#fff;--accent-ink:#0a5c3e;--danger:#b3261e;--danger-soft:#fbe6e4;--shadow:0 1px 2px #0f14110d,0 8px 24px #0f14110f}
@media(prefers-color-scheme:dark){:root{--ground:#111513;--surface:#181d1a;--hover:#212824;--selected:#1d3a2c;--ink:#e8ede9;--soft:#b3beb6;--faint:#93a097;--line:#2b332e;--strong-line:#404a43;--accent:#3ecf8e;--accent-hover:#62dba5;--on-accent:#06251a;--accent-ink:#6fe0ad;--danger:#ff8d82;--danger-soft:#3d1d1a;--shadow:none}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:1.5rem;padding:2rem 1rem;background:var(--ground);color:var(--ink);font:15px/1.5 Inter,ui-sans-serif,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-font-smoothing:antialiased}
.brand{display:flex;align-items:center;gap:.6rem;margin:0;font-size:1.05rem;font-weight:600;letter-spacing:-.01em}.brand svg{width:2rem;height:2rem;flex:none}
main{width:min(26rem,100%);padding:2rem;background:var(--surface);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shadow)}main.wide{width:min(34rem,100%)}
@media(max-width:30rem){main{padding:1.5rem 1.25rem}}
h1{margin:0;font-size:1.375rem;line-height:1.25;font-weight:600;letter-spacing:-.015em;overflow-wrap:anywhere}
p{margin:.5rem 0 0;color:var(--soft);overflow-wrap:anywhere}strong{color:var(--ink);font-weight:600}
form{margin-top:1.5rem;display:grid;gap:1rem}.field{display:grid;gap:.375rem}
label,legend{font-weight:500}small{font-size:.8125rem;color:var(--faint)}
input,textarea{width:100%;padding:.5rem .75rem;min-height:2.5rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--strong-line);border-radius:.5rem}
textarea{min-height:4.5rem;resize:vertical}input[readonly]{background:var(--hover);color:var(--soft)}::placeholder{color:var(--faint);opacity:1}
.code{font-size:1.25rem;letter-spacing:.25em;text-align:center;font-variant-numeric:tabular-nums}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
fieldset{margin:0;padding:0;border:0;display:grid;gap:.5rem;min-width:0}legend{padding:0;margin-bottom:.5rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.625rem;font-weight:400;cursor:pointer}
.choice:hover{background:var(--hover)}.choice:has(:checked){border-color:var(--accent);background:var(--selected)}
.choice input{width:1rem;height:1rem;min-height:0;margin:.2rem 0 0;flex:none;accent-color:var(--accent)}
.may{margin:.5rem 0 0;padding:0;list-style:none;display:grid;gap:.35rem;color:var(--soft)}.may li{display:flex;gap:.6rem}.may li::before{content:"✓";color:var(--accent-ink);font-weight:600}.may li.not::before{content:"–";color:var(--faint)}
section{margin-top:1.25rem}h2{margin:0;font-size:.9375rem;font-weight:600}
button,.button{display:inline-flex;align-items:center;justify-content:center;gap:.5rem;width:100%;min-height:2.75rem;padding:.5rem 1rem;font:inherit;font-weight:500;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:.5rem;cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:var(--accent-hover)}button[disabled]{opacity:.6;cursor:default}
button.quiet,.button.quiet{color:var(--ink);background:transparent;border-color:var(--strong-line)}button.quiet:hover,.button.quiet:hover{background:var(--hover)}
.buttons{display:grid;gap:.625rem;margin-top:.5rem}.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0;color:var(--faint);font-size:.8125rem}.or::before,.or::after{content:"";flex:1;height:1px;background:var(--line)}[hidden]{display:none!important}
a{color:var(--accent-ink);text-underline-offset:3px}.foot{margin-top:1.5rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:.8125rem;color:var(--faint)}
.error{margin:1rem 0 0;padding:.625rem .875rem;color:var(--danger);background:var(--danger-soft);border:1px solid color-mix(in srgb,var(--danger) 35%,transparent);border-radius:.625rem}`

/** As packages/console/public/icon.svg. In the page itself: these pages stand also where no console is built. */
const mark =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0b6b48"/><circle cx="10" cy="11" r="3" fill="#fff"/><circle cx="22" cy="21" r="3" fill="#fff"/><path d="M13 11h3.5a3.5 3.5 0 0 1 3.5 3.5v3.5" fill="none" stroke="#9fe0c3" stroke-width="2.5" stroke-linecap="round"/><circle cx="10" cy="21" r="2" fill="#9fe0c3"/><circle cx="22" cy="11" r="2" fill="#9fe0c3"/></svg>'

export interface PageLook {
  /** For pages with more to read. */
  readonly wide?: boolean
  /** Path of a script of this server; the page must be answered with `scripts`. */
  readonly script?: string
}

/** A whole page in the plain style of those that need no console. `body` is HTML; whoever makes it escapes what is not theirs. */
export function page(title: string, body: string, { wide = false, script }: PageLook = {}): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="/app/icon.svg" type="image/svg+xml"><title>${escaped(title)} · Switchboard</title><style>${style}</style>${
    script === undefined ? '' : `<script src="${escaped(script)}" defer></script>`
  }</head>
<body><header class="brand">${mark}Switchboard</header><main${wide ? ' class="wide"' : ''}>${body}</main></body></html>`
}

/** Said aloud by screen readers as soon as the page is there. */
export function errorBox(text: string | undefined): string {
  return text === undefined ? '' : `<p class="error" role="alert">${escaped(text)}</p>`
}
