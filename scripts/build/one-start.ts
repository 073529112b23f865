import { relative } from 'node:path'
import type { Plugin } from 'esbuild'

const NAMESPACE = 'when-needed'

/**
 * Puts the code that a function reads when it starts into one file beside its entry. esbuild makes a file of what the
 * same entries import, and each `import()` is an entry. This makes each of ours import the function's entry too, which
 * has run by then. `root`, `entry`: the project's folder, and the function's file in it.
 */
export const oneStart = (root: string, entry: string): Plugin => ({
  name: 'one-start',
  setup(build) {
    build.onResolve({ filter: /^\./ }, async ({ path, importer, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined
      const found = await build.resolve(path, { importer, kind: 'import-statement', resolveDir })
      const file = relative(root, found.path).replaceAll('\\', '/')
      return file.startsWith('node_modules/') ? undefined : { path: file, namespace: NAMESPACE }
    })
    build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: `import './${entry}'\nexport * from './${path}'`,
      resolveDir: root,
    }))
  },
})
