import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { ReadBody } from '../gateway/gateway.ts'
import { send } from '../send.ts'
import { HTML, pageHeaders } from './answers.ts'
import type { ConsoleUris } from './console-uris.ts'
import type { Issuer } from './issuer.ts'
import { failedPage, SCRIPT_PATH, SIGN_OUT_SCRIPT, STYLE_PATH, signInPage } from './pages.ts'
import type { Person } from './people.ts'
import { openRecords, type Records } from './records.ts'
import { type Ends, isOfAnotherUser } from './same-user.ts'
import { languageOf } from './texts.ts'

export interface SignInOptions {
  readonly issuer: Issuer
  /** The file for sessions and refresh tokens, so that agents stay signed in over restarts. */
  readonly recordsFile: string
  readonly people: readonly Person[]
  readonly uris: ConsoleUris
  /** Whether another user of this machine opened a connection. Sign-in refuses them, since it asks for no password. */
  readonly isOfAnotherUser?: (ends: Ends) => Promise<boolean>
}

/** OpenID Connect for the console: sign-in with code and PKCE, renewal, revocation, sign-out. */
export interface SignIn {
  /** Answers requests below the issuer's URL. Returns false for anything else. */
  handler(req: IncomingMessage, res: ServerResponse, readBody: ReadBody): Promise<boolean>
  /** Signs a person out in every browser, and invalidates all their refresh tokens. */
  signOut(personId: string): Promise<void>
  close(): void
}

const INTERACTION = /^\/sign-in\/[\w-]{1,64}$/

/** Serves sign-in. The first request that needs them loads the provider library and opens the file of records. */
export function serveSignIn(options: SignInOptions): SignIn {
  const { issuer, recordsFile, people, uris, isOfAnotherUser: isAnother = isOfAnotherUser } = options
  const { pathname: base, host } = new URL(issuer.url)
  const headers = pageHeaders(uris.origins)
  let opened: Records | undefined
  const records = () => {
    opened ??= openRecords(recordsFile)
    return opened
  }
  let loading: Promise<Provider> | undefined
  const provider = async () => {
    loading ??= import('./provider.ts').then(({ createProvider }) =>
      createProvider({ issuer, records: records(), people, uris }),
    )
    return await loading
  }

  const pick = async (req: IncomingMessage, res: ServerResponse, readBody: ReadBody) => {
    const { interactionDetails, interactionFinished } = await bound(provider())
    const asked = await interactionDetails(req, res).catch(() => undefined)
    const language = languageOf(req.headers['accept-language'], asked?.params.ui_locales)
    if (await isAnother(req.socket)) return send(res, 403, HTML, failedPage(base, language, 'elsewhere'), headers)
    if (asked === undefined) return send(res, 400, HTML, failedPage(base, language, 'expired'), headers)
    if (req.method === 'POST') {
      const body = await readBody()
      if (body === undefined) return
      const picked = new URLSearchParams(body.toString('utf8')).get('person')
      const person = people.find(({ id }) => id === picked)
      if (person !== undefined) return await interactionFinished(req, res, { login: { accountId: person.id } })
    }
    send(res, 200, HTML, signInPage(base, language, people), headers)
  }

  return {
    async handler(req, res, readBody) {
      if (issuer.handler(req, res)) return true
      const { url = '/', method = 'GET' } = req
      const path = url.split('?', 1)[0] ?? ''
      if (!path.startsWith(`${base}/`)) return false
      const rest = path.slice(base.length)
      const isRead = method === 'GET' || method === 'HEAD'
      if (isRead && rest === STYLE_PATH) send(res, 200, 'text/css; charset=utf-8', await style())
      else if (isRead && rest === SCRIPT_PATH) send(res, 200, 'text/javascript; charset=utf-8', SIGN_OUT_SCRIPT)
      else {
        // The provider derives its addresses from the host. Use the issuer's, whichever name the request has.
        req.headers.host = host
        if (INTERACTION.test(rest) && (isRead || method === 'POST')) await pick(req, res, readBody)
        else await serveBelow(base, await provider(), req, res, headers)
      }
      return true
    },
    signOut: async personId => records().forget(personId),
    close() {
      opened?.close()
      opened = undefined
    },
  }
}

/** Passes a request to the provider without the path that it is mounted at. */
async function serveBelow(
  base: string,
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  Object.assign(req, { originalUrl: req.url, url: req.url?.slice(base.length) })
  await provider.callback()(req, res)
}

const bound = async (provider: Promise<Provider>) => {
  const ready = await provider
  return {
    interactionDetails: ready.interactionDetails.bind(ready),
    interactionFinished: ready.interactionFinished.bind(ready),
  }
}

const sheets = [new URL('../../web/shared/tokens.css', import.meta.url), new URL('./style.css', import.meta.url)]
const style = async () => (await Promise.all(sheets.map(sheet => readFile(sheet, 'utf8')))).join('\n')
