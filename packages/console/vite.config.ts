import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server behind `npm run dev`, which gives every page its data. */
const server = process.env.SWITCHBOARD_URL ?? 'http://127.0.0.1:8000'

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
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(['/v1', '/api', '/sign-in', '/sign-out', '/welcome', '/oauth'].map((at) => [at, server])),
  },
})
