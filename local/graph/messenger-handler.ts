import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Extra } from '../gateway/gateway.ts'
import { send } from '../send.ts'
import type { Graph } from './graph.ts'
import { act } from './messenger-acts.ts'
import { PATH } from './messenger-html.ts'
import { messengerPage, versionOf } from './messenger-page.ts'
import type { Thread } from './types.ts'

/**
 * Serves the page `/_messenger`, its state for the page's script (`/_messenger.json?person=ID`), and its forms. Returns
 * false for anything else. The page needs no sign-in: serve it only to this machine.
 */
export const messengerHandler =
  (graph: Graph): Extra =>
  async (req, res, readBody) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
    if (pathname !== PATH && pathname !== `${PATH}.json`) return false
    const thread = shown(graph, searchParams.get('person'))
    if (pathname !== PATH) {
      if (req.method !== 'GET') return false
      const unread = thread !== undefined && hasUnread(thread)
      return send(res, 200, 'application/json', JSON.stringify({ version: versionOf(graph.world, thread), unread }))
    }
    if (req.method === 'POST') {
      // A foreign page may submit a form to this address, but the browser says that it is foreign.
      if (!isFromThisPage(req)) return send(res, 403, 'text/plain', 'The form comes from another site.')
      const body = await readBody()
      return body === undefined ? true : answerForm(graph, new URLSearchParams(body.toString('utf8')), res)
    }
    if (req.method !== 'GET' && req.method !== 'HEAD') return false
    const nonce = randomBytes(16).toString('base64')
    res.setHeader(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; ` +
        "img-src http: https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    // Browsers hide the origin of forms under `no-referrer`.
    res.setHeader('referrer-policy', 'same-origin')
    return send(res, 200, 'text/html; charset=utf-8', messengerPage(graph.world, thread, nonce))
  }

/** The conversation of a person, or the newest one. */
const shown = ({ world }: Graph, psid: string | null): Thread | undefined =>
  world.threads.get(psid ?? '') ?? [...world.threads.values()].at(-1)

/** Whether the person's device shows something that the person has not read. */
const hasUnread = ({ messages, readUpTo, deliveredUpTo }: Thread): boolean =>
  messages.some(({ from, at }) => from === 'page' && at > readUpTo && at <= deliveredUpTo)

const isFromThisPage = ({ headers }: IncomingMessage): boolean => {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}

/** Carries out a form, and goes back to the page. */
const answerForm = (graph: Graph, fields: URLSearchParams, res: ServerResponse): true => {
  try {
    res.setHeader('location', `${PATH}?person=${encodeURIComponent(act(graph, fields))}`)
    return send(res, 303, 'text/plain', '')
  } catch (error) {
    return send(res, 400, 'text/plain; charset=utf-8', error instanceof Error ? error.message : String(error))
  }
}
