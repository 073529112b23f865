import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { WEB_FOLDER } from '../../local/web/sources.ts'

/** The limits of a first load, in bytes after `gzip -9`. */
export const SIZE_LIMITS = { loader: 3 * 1024, opened: 25_000, console: 200_000 } as const

/** The sizes of the widget's files, in bytes after `gzip -9`. */
export interface WidgetSize {
  /** The script that the host page includes. */
  readonly loader: number
  /** Everything that the opened frame loads until a visitor can write: page, scripts and styles. */
  readonly opened: number
  /** The files added once a visitor writes, or has written before: the protocol's client. */
  readonly writing: number
  /** The files added with the first link, picture, card or list. */
  readonly rich: number
  /** The files added with a question for a rating. */
  readonly rating: number
  /** The files added with the menu. */
  readonly menu: number
  /** The largest file of a language other than English. */
  readonly language: number
}

/** Measures the widget's build in `folder`. */
export async function widgetSize(folder = WEB_FOLDER): Promise<WidgetSize> {
  const { first, named, sum } = await filesOf(folder, 'widget')
  return {
    loader: await gzipped(join(folder, 'widget.js')),
    opened: await sum(first),
    writing: await named('open-chat'),
    rich: await named('rich'),
    rating: await named('rating'),
    menu: await named('more'),
    language: Math.max(await named('de'), await named('fr')),
  }
}

/** The sizes of the console's files, in bytes after `gzip -9`. */
export interface ConsoleSize {
  /** Everything that loads until a signed-in agent reads a conversation, in English. */
  readonly opened: number
  /** The file added with signing in, and with renewing a token. */
  readonly signIn: number
  /** The largest file of a language other than English. */
  readonly language: number
}

/** Measures the console's build in `folder`. */
export async function consoleSize(folder = WEB_FOLDER): Promise<ConsoleSize> {
  const { first, named, sum } = await filesOf(folder, 'console')
  return {
    opened: await sum(first),
    signIn: await named('oidc'),
    language: Math.max(await named('de'), await named('fr')),
  }
}

async function filesOf(folder: string, name: string) {
  const page = join(folder, name)
  const html = await readFile(join(page, 'index.html'), 'utf8')
  const loaded = [...html.matchAll(/(?:src|href)="\/\w+\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '')
  if (loaded.length === 0) throw new Error(`${name} loads no file`)
  const assets = (await readdir(join(page, 'assets'))).filter(asset => /\.(js|css)$/.test(asset))
  const sum = async (files: readonly string[]) =>
    (await Promise.all(files.map(file => gzipped(join(page, file))))).reduce((total, bytes) => total + bytes, 0)
  const named = async (start: string) => {
    const found = assets.filter(asset => asset.startsWith(`${start}-`)).map(asset => `assets/${asset}`)
    if (found.length === 0) throw new Error(`${name} has no file ${start}`)
    return await sum(found.filter(file => !loaded.includes(file)))
  }
  return { first: ['index.html', ...loaded], named, sum }
}

const gzipped = async (file: string) => gzipSync(await readFile(file), { level: 9 }).length

if (import.meta.main) console.table({ widget: await widgetSize(), console: await consoleSize() })
