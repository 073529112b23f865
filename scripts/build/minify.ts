import type { Metafile, OutputFile, Plugin } from 'esbuild'
import { ownMap } from './own-map.ts'

/**
 * Minifies once more, with the source map carried on: swc folds what esbuild leaves, a twentieth of a bundle. esbuild must
 * not write by itself (`write: false`), as its plugins see what it made only then.
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
  // Not before it is needed: who only asks for help, or is told what is missing, need not wait for it.
  const { minify } = await import('@swc/core')
  const { code, map } = await minify(file.text, {
    module: true,
    ecma: 2022,
    compress: { passes: 2, ecma: 2022 },
    mangle: true,
    format: { comments: false },
    // swc takes the map to carry on, which its types do not say.
    sourceMap: { content: mapFile.text } as unknown as boolean,
  })
  file.contents = Buffer.from(`${code}\n//# sourceMappingURL=index.mjs.map\n`)
  mapFile.contents = Buffer.from(ownMap(map ?? ''))
  for (const [path, output] of Object.entries(metafile?.outputs ?? {})) {
    if (file.path.replaceAll('\\', '/').endsWith(path)) output.bytes = file.contents.length
  }
}
