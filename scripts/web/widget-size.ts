import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { WEB_FOLDER } from '../../local/web/sources.ts'

/** The sizes of the widget's files, in bytes after `gzip -9`. */
export interface WidgetSize {
  /** The script that the host page includes. */
  readonly loader: number
  /** Everything of the frame that loads when it is opened: page, scripts and styles, until a visitor can write. */
  readonly opened: number
  /** The files added once somebody writes, or has written before: the protocol's client. */
  readonly writing: number
  /** The files added with the first link, picture, card or list. */
  readonly rich: number
  /** The files added with the menu. */
  readonly menu: number
  /** The largest file of a language other than English. */
  readonly language: number
}

/** Measures the widget as it was built into `folder`. */
export async function widgetSize(folder = WEB_FOLDER): Promise<WidgetSize> {
  const page = join(folder, 'widget')
  const html = await readFile(join(page, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file ?? '',
  )
  const assets = (await readdir(join(page, 'assets'))).filter(name => /\.(js|css)$/.test(name))
  const sizeOf = async (file: string) => gzipSync(await readFile(file), { level: 9 }).length
  const sum = async (files: readonly string[]) =>
    (await Promise.all(files.map(file => sizeOf(join(page, file))))).reduce((total, bytes) => total + bytes, 0)
  const named = (name: string) => {
    const found = assets.filter(asset => asset.startsWith(`${name}-`)).map(asset => `assets/${asset}`)
    if (found.length === 0) throw new Error(`the widget has no file ${name}`)
    return sum(found.filter(file => !first.includes(file)))
  }
  return {
    loader: await sizeOf(join(folder, 'widget.js')),
    opened: await sum(['index.html', ...first]),
    writing: await named('open-chat'),
    rich: await named('rich'),
    menu: await named('more'),
    language: Math.max(await named('de'), await named('fr')),
  }
}

if (import.meta.main) console.table(await widgetSize())
