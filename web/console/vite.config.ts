import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The local runner, to which the development server proxies. */
const RUNNER = process.env.INTERLUDE_URL ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: at('.'),
  base: '/console/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: at('../../dist/web/console'),
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: true,
    // A page with `script-src 'self'` loads no `data:` URL and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // scripts/build-web.test.ts limits the compressed size of the first load.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      // One chunk for everything that the first load needs. By default there is one for each combination of later chunks
      // that share a module with it, which is more bytes and more requests.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      onLog: (level, log, handler) => {
        // Tailwind's plugin makes its CSS without a source map, and that needs no debugging.
        const isKnown = log.code === 'SOURCEMAP_BROKEN' && log.plugin?.startsWith('@tailwindcss/vite')
        if (!isKnown) handler(level, log)
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/ws', '/_issuer', '/console/config.json'].map(path => [path, { target: RUNNER, ws: path === '/ws' }]),
    ),
  },
})
