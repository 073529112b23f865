import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const NAMESPACE = 'built-in'

/**
 * Loads Node's own modules with `process.getBuiltinModule` instead of an import: an import reads each of their exports,
 * and some exports load large unused parts (`WebSocket` in `node:http`, the streams in `node:fs`).
 */
export const builtIn: Plugin = {
  name: 'built-in',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^(node:)?/, 'node:'), namespace: NAMESPACE } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}
