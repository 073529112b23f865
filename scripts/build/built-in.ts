import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const NAMESPACE = 'built-in'

/**
 * Node's own modules are taken as they are, rather than imported: an import reads each export of each of them, and some exports
 * load much that nobody asked for (those of `node:http` the browser's `WebSocket`, those of `node:fs` its streams).
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
