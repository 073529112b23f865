import { basename } from 'node:path'
import type { Metafile, OutputFile, Plugin } from 'esbuild'
import { ownMap } from './own-map.ts'

/**
 * Minifies each bundle again with swc, which saves another twentieth, and carries the source map on. Needs `write:
 * false`: only then does esbuild pass the files to its plugins.
 */
export const minifiedAgain: Plugin = {
  name: 'minified-again',
  setup(build) {
    build.onEnd(async ({ outputFiles = [], metafile }) => {
      for (const file of outputFiles.filter(({ path }) => path.endsWith('.mjs'))) {
        await minifyOne(file, outputFiles, metafile)
      }
    })
  },
}

async function minifyOne(file: OutputFile, files: readonly OutputFile[], metafile?: Metafile): Promise<void> {
  const mapFile = files.find(({ path }) => path === `${file.path}.map`)
  if (!mapFile) throw new Error('the bundle has no source map')
  // Import on demand: printing a help text or a usage error must not wait for it.
  const { minify } = await import('@swc/core')
  const { code, map } = await minify(file.text, {
    module: true,
    ecma: 2022,
    compress: { passes: 2, ecma: 2022 },
    mangle: true,
    format: { comments: false },
    // swc accepts an input map here, but its types do not declare that.
    sourceMap: { content: mapFile.text } as unknown as boolean,
  })
  file.contents = Buffer.from(`${code}\n//# sourceMappingURL=${basename(mapFile.path)}\n`)
  mapFile.contents = Buffer.from(ownMap(map ?? ''))
  for (const [path, output] of Object.entries(metafile?.outputs ?? {})) {
    if (file.path.replaceAll('\\', '/').endsWith(path)) output.bytes = file.contents.length
  }
}
