import { randomInt } from 'node:crypto'
import { need, type Token } from './access.ts'
import { GraphError, invalidParameter } from './errors.ts'
import { type Call, textOf } from './parameters.ts'
import type { Service } from './service.ts'
import { type App, FIELDS, type Json } from './types.ts'

const ANSWER_WITHIN_MS = 5_000

/**
 * `POST /{page}/subscribed_apps`: installs the application on the page with these webhook fields:
 * https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps. Throws GraphError.
 */
export const installed = (_: Service, token: Token, { parameters }: Call): Json => {
  need(token, 'pages_manage_metadata')
  const given = parameters.subscribed_fields
  const fields = Array.isArray(given) ? given.map(String) : (textOf(parameters, 'subscribed_fields') ?? '').split(',')
  const names = fields.map(name => name.trim()).filter(name => name !== '')
  if (names.length === 0) throw invalidParameter('The parameter subscribed_fields is required.')
  for (const name of names)
    if (!/^[a-z_]{3,60}$/.test(name)) throw invalidParameter(`Param subscribed_fields must not contain ${name}`)
  token.page.installed.set(token.app.id, new Set(names))
  return { success: true }
}

/** `GET /{page}/subscribed_apps`. */
export const listInstalled = ({ world }: Service, { page }: Token): Json => ({
  data: [...page.installed].map(([id, fields]) => ({
    category: 'Business',
    link: `https://www.facebook.com/games/?app_id=${id}`,
    name: world.apps.get(id)?.name ?? '',
    id,
    subscribed_fields: [...fields],
  })),
})

/** `DELETE /{page}/subscribed_apps`. */
export const uninstall = (_: Service, token: Token): Json => {
  need(token, 'pages_manage_metadata')
  token.page.installed.delete(token.app.id)
  return { success: true }
}

/**
 * `POST /{app}/subscriptions`: sets the callback URL of the application, after the URL answered the challenge:
 * https://developers.facebook.com/docs/graph-api/reference/application/subscriptions. Throws GraphError.
 */
export const subscribe = async (app: App, { parameters }: Call): Promise<Json> => {
  if (textOf(parameters, 'object') !== 'page')
    throw invalidParameter('Param object must be page: only pages are supported here')
  const callbackUrl = textOf(parameters, 'callback_url')
  const verifyToken = textOf(parameters, 'verify_token')
  if (callbackUrl === undefined || !URL.canParse(callbackUrl))
    throw invalidParameter('Param callback_url should represent a valid URL')
  await verify(callbackUrl, verifyToken ?? '')
  app.callbackUrl = callbackUrl
  if (verifyToken !== undefined) app.verifyToken = verifyToken
  return { success: true }
}

/** `GET /{app}/subscriptions`. */
export const listSubscriptions = ({ callbackUrl }: App): Json => ({
  data:
    callbackUrl === undefined
      ? []
      : [
          {
            object: 'page',
            callback_url: callbackUrl,
            active: true,
            fields: FIELDS.map(name => ({ name, version: 'v25.0' })),
          },
        ],
})

/**
 * Sends the verification request of
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks. Throws GraphError unless the
 * URL answers 200 with the challenge.
 */
export const verify = async (callbackUrl: string, verifyToken: string): Promise<void> => {
  const challenge = String(randomInt(100_000_000, 2_147_483_647))
  const url = new URL(callbackUrl)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.verify_token', verifyToken)
  const answer = await read(url)
  if (answer !== challenge)
    throw new GraphError({
      code: 2200,
      message: `(#2200) Callback verification failed with the following errors: HTTP Status Code = 200; HTTP Message = OK expected with the challenge`,
    })
}

const read = async (url: URL): Promise<string | undefined> => {
  try {
    const res = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    const text = await res.text()
    return res.status === 200 ? text : undefined
  } catch {
    return undefined
  }
}
