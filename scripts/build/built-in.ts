import type { Plugin } from 'esbuild'

const NAMESPACE = 'built-in'

/**
 * Modules of Node's own that are taken as they are, rather than imported: an import reads each of their exports, and one of
 * those of `node:http` loads all of the browser's `WebSocket`, which takes longer than everything else of them.
 */
export const builtIn: Plugin = {
  name: 'built-in',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^(node:)?/, 'node:'),
      namespace: NAMESPACE,
    }))
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}
