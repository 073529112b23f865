import { createHmac } from 'node:crypto'
import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { ChannelPorts } from '../channel.ts'
import { textOf } from '../fields.ts'
import { USAGE_HEADER } from './result.ts'

type Config = ChannelOf<'messenger'>

/** The address of the Graph API. */
export const GRAPH_URL = 'https://graph.facebook.com'

/** The version of the Graph API whose documentation this folder follows. */
export const GRAPH_VERSION = 'v25.0'

const TIMEOUT_MS = 4_000

/** The operator's application, if both its id and its secret are entered. */
export interface App {
  readonly appId: string
  readonly appSecret: string
}

/**
 * Calls the Graph API as the app itself. The app's access token is its id and its secret. Source:
 * developers.facebook.com/documentation/facebook-login/guides/access-tokens, "App access tokens".
 */
export async function graphAsApp(
  { platforms, settings }: ChannelPorts,
  { appId, appSecret }: App,
  path: string,
): Promise<PlatformAnswer> {
  const url = `${settings.platformUrls.messenger ?? GRAPH_URL}/${GRAPH_VERSION}${path}`
  const headers = { authorization: `Bearer ${appId}|${appSecret}` }
  return await platforms.call({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS })
}

/** A call with a page's token. `path` begins with a slash, without the version. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
  readonly timeoutMs?: number
}

/**
 * Calls the Graph API with the page's token. Sends `appsecret_proof` if the operator has entered the app's secret.
 * Source: developers.facebook.com/docs/graph-api/guides/secure-requests.
 */
export async function graph(
  { platforms, settings, directory }: ChannelPorts,
  { pageToken }: Config,
  { method, path, body, timeoutMs = TIMEOUT_MS }: GraphRequest,
): Promise<PlatformAnswer> {
  const url = new URL(`${settings.platformUrls.messenger ?? GRAPH_URL}/${GRAPH_VERSION}${path}`)
  const secret = textOf((await directory.platformApp('messenger'))?.appSecret)
  if (secret !== undefined) {
    url.searchParams.set('appsecret_proof', createHmac('sha256', secret).update(pageToken).digest('hex'))
  }
  const headers = { authorization: `Bearer ${pageToken}` }
  const wantedHeaders = [USAGE_HEADER]
  return await platforms.call({ method, url: url.href, headers, body, timeoutMs, wantedHeaders })
}
