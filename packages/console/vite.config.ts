import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server behind `npm run dev`, which gives every page its data. */
const server = process.env.SWITCHBOARD_URL ?? 'http://127.0.0.1:8000'

/** The words that the inbox waits for are one file a language. */
const inboxWords = (id: string): string | null => {
  const [, language] = /strings\/(\w+)\/(?:inbox|thread|composer|cards|phone)\.ts$/.exec(id) ?? []
  return language === undefined ? null : `inbox-words-${language}`
}

export default defineConfig({
  base: '/app/',
  plugins: [react(), tailwindcss()],
  build: {
    target: 'baseline-widely-available',
    // A strict Content-Security-Policy allows no data: scripts, styles or fonts: every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    // The whole shell is one file: a browser that must ask for fifty small ones takes as long to ask as to read them.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Named after all pages that share it, a file has a name longer than its code.
        chunkFileNames: ({ name }) => `assets/${name.startsWith('some~') ? 'some' : '[name]'}-[hash].js`,
        codeSplitting: {
          groups: [
            { name: 'shell', tags: ['$initial'] },
            { name: inboxWords, debugName: 'inbox-words' },
            { name: 'shared', minShareCount: 4 },
            { name: 'some', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 3_000 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(['/v1', '/api', '/sign-in', '/sign-out', '/welcome', '/oauth'].map((at) => [at, server])),
  },
})
