import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const COMPRESSIBLE = /\.(css|html|js|json|map|svg|txt)$/
/** Compressing a smaller file saves no network packet. */
const LEAST_BYTES = 1_000
/** Higher levels take many times as long to save a few percent. */
const BROTLI_QUALITY = 9
const GZIP_LEVEL = 9
/** Skips Brotli for larger files: they are source maps, which only developers open. */
const BROTLI_AT_MOST_BYTES = 1_000_000

/** Writes a `.gz` and a `.br` for each text file in a folder, if it is smaller. */
export async function compress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && COMPRESSIBLE.test(entry.name))
  await Promise.all(files.map(({ parentPath, name }) => compressFile(join(parentPath, name))))
}

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file)
  if (content.length < LEAST_BYTES) return
  const zipped = await promisify(gzip)(content, { level: GZIP_LEVEL })
  if (zipped.length < content.length) await writeFile(`${file}.gz`, zipped)
  if (content.length > BROTLI_AT_MOST_BYTES) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  const brotli = await promisify(brotliCompress)(content, { params })
  if (brotli.length < content.length) await writeFile(`${file}.br`, brotli)
}
