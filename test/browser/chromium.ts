import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

/** The path of an installed browser, for platforms without a packaged Chromium. */
const OWN_BROWSER = process.env.INTERLUDE_BROWSER

/**
 * Starts Chromium from an npm package, with the package's system libraries. Leaves out the package's own arguments,
 * because they switch off web security and site isolation, which the tests check. `debugPort`: a port for a second
 * client. `proxy`: the proxy for all pages.
 */
export async function openChromium({
  debugPort,
  proxy,
}: {
  debugPort?: number
  proxy?: string
} = {}): Promise<Browser> {
  const more = {
    args: debugPort === undefined ? [] : [`--remote-debugging-port=${debugPort}`],
    ...(proxy !== undefined && { proxy: { server: proxy } }),
  }
  if (OWN_BROWSER !== undefined) return await chromium.launch({ executablePath: OWN_BROWSER, ...more })
  const { default: packaged } = await import('@sparticuz/chromium')
  const executablePath = await packaged.executablePath()
  const libraries = await systemLibraries()
  return await chromium.launch({
    executablePath,
    ...more,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      ...more.args,
    ],
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  })
}

/** Unpacks the libraries once per machine. Concurrent processes share the result. */
async function systemLibraries(): Promise<string> {
  const root = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))))
  const folder = join(tmpdir(), 'interlude-chromium-libraries')
  if (!existsSync(folder)) {
    const unpacked = `${folder}-${process.pid}`
    await mkdir(unpacked, { recursive: true })
    const archive = join(unpacked, 'libraries.tar')
    const bytes = await readFile(join(root, 'bin/al2023.tar.br'))
    await writeFile(archive, await promisify(brotliDecompress)(bytes))
    await promisify(execFile)('tar', ['-xf', archive, '-C', unpacked])
    await rm(archive)
    await rename(unpacked, folder).catch(() => rm(unpacked, { recursive: true, force: true }))
  }
  return join(folder, 'lib')
}
