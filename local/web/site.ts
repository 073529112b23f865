import type { IncomingMessage } from 'node:http'
import type { Log } from '../../lib/ports/system.ts'
import { CONSOLE_CONFIG_PATH, type ConsoleConfig, WIDGET_CONFIG_PATH, type WidgetConfig } from '../../lib/web/config.ts'
import { cacheControlOf } from '../../lib/web/files.ts'
import { headersOf } from '../../lib/web/pages.ts'
import { type Place, placeOf } from '../../lib/web/place.ts'
import type { Extra } from '../gateway/gateway.ts'
import { isFromHere } from '../gateway/hosts.ts'
import { redirect, sendJson, sendMissing, sendText } from './answers.ts'
import type { Built } from './build.ts'
import { openFolder } from './folder.ts'
import { socketOriginOf } from './origins.ts'
import { sendFile } from './send-file.ts'
import { WEB_FOLDER } from './sources.ts'

export interface SiteOptions {
  readonly built: Promise<Built>
  /** The folder of the built pages. */
  readonly folder?: string
  /** The runner's own address, without a slash at its end. */
  readonly url: Promise<string>
  readonly socketPath: string
  readonly signIn: Promise<Pick<ConsoleConfig, 'issuer' | 'clientId' | 'scope'>>
  readonly log: Log
}

/**
 * Serves the pages for every host name that the gateway accepts. Takes no place in a lane: an answer is bytes in
 * memory.
 */
export function openSite({ built, folder = WEB_FOLDER, url, socketPath, signIn, log }: SiteOptions): Extra {
  const find = openFolder(folder, built, log)

  const configOf = async (req: IncomingMessage, path: string): Promise<ConsoleConfig | WidgetConfig | undefined> => {
    const widget: WidgetConfig = { socketUrl: `${socketOriginOf(req)}${socketPath}`, apiUrl: '' }
    if (path === WIDGET_CONFIG_PATH) return widget
    return path === CONSOLE_CONFIG_PATH ? { ...(await signIn), ...widget } : undefined
  }

  return async (req, res) => {
    const { path, query } = parse(req.url ?? '/')
    const place = placeOf(path)
    if (place === undefined) return false
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      sendText(res, 405, 'A page allows only GET and HEAD.', {
        allow: 'GET, HEAD',
        'x-content-type-options': 'nosniff',
      })
      return true
    }
    const own = await url
    if (place.kind === 'redirect') redirect(res, place.to + query)
    else if (isElsewhere(req, place, own)) redirect(res, own + path + query)
    else {
      // The issuer has the console's own origin, so `signIn` is empty.
      const headers = headersOf(place.page, { socket: socketOriginOf(req), signIn: [] })
      const config = await configOf(req, path)
      const file = find(place.file)
      if (config !== undefined) sendJson(res, config, { ...headers, 'cache-control': cacheControlOf(path) })
      else if (typeof file === 'string') sendMissing(res, headers, file)
      else sendFile(req, res, file, headers)
    }
    return true
  }
}

/**
 * Whether to redirect to the runner's own address: the issuer has one address, so the console must not open as
 * `localhost`.
 */
function isElsewhere(req: IncomingMessage, place: Place, own: string): boolean {
  const isConsole = place.kind === 'file' && place.file === '/console/index.html'
  return isConsole && isFromHere(req) && `http://${req.headers.host}` !== own
}

/** Splits a URL. `query` includes its question mark. */
function parse(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?')
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark) }
}
