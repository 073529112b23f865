import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

/** Names a browser of the machine's own, for platforms that the package has no Chromium for. */
const OWN_BROWSER = process.env.INTERLUDE_BROWSER

/**
 * Starts Chromium: the one that comes from an npm package, with the system libraries that the package has. The package's own arguments
 * are left out, since they switch off what the tests are about (web security, site isolation). `debugPort`: a port at which a second
 * client may drive it. `proxy`: everything of its own pages goes through there.
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

/** Unpacks the libraries once a machine; processes that do so side by side get the same ones. */
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
