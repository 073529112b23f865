import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The local runner, to which the development server proxies. */
const RUNNER = process.env.INTERLUDE_URL ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: at('frame'),
  base: '/widget/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('../../dist/web/widget'),
    emptyOutDir: true,
    target: 'es2022',
    // The first versions with `light-dark` and relative colours.
    cssTarget: ['chrome123', 'firefox128', 'safari18'],
    sourcemap: true,
    // A page with `script-src 'self'` loads no `data:` URL and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    port: 5174,
    proxy: Object.fromEntries(
      ['/api', '/ws', '/widget/config.json'].map(path => [path, { target: RUNNER, ws: path === '/ws' }]),
    ),
  },
})
