import type { ConsoleConfig } from './config.ts'
import type { SessionEnvironment } from './environment.ts'
import { dropKept, type Kept, readKept, writeKept } from './kept.ts'
import type { Oidc } from './oidc.ts'
import { CALLBACK_PATH, HOME_PATH, pathWithin } from './paths.ts'
import { readConfig } from './read-config.ts'
import type { FailedBecause, Session, SessionState, SignedOutBecause } from './state.ts'

export type { Agent, FailedBecause, Session, SessionState, SignedOutBecause } from './state.ts'

const SIGN_OUT_EVERYWHERE_PATH = '/api/v1/me/sign-out-everywhere'
const CONFIG_PATH = '/console/config.json'

/** A token with less time left is renewed before it is returned. */
const MARGIN_MS = 30_000
/** If the server refuses a token younger than this, it would refuse another one as well. */
const FRESH_MS = 10_000
const LOCK = 'interlude.renewal'
/** Set if the next sign-in must prompt, even if the issuer remembers the agent. */
const ASK_AGAIN_KEY = 'interlude.ask-again'

/** Creates a session over the given browser. It does nothing before `start`. */
export function createSession(env: SessionEnvironment): Session {
  const listeners = new Set<() => void>()
  let state: SessionState = { status: 'loading' }
  let known: { readonly config: ConsoleConfig; oidc: Promise<Oidc> | undefined } | undefined
  let handedOut: string | undefined
  let renewing: Promise<string | undefined> | undefined

  const become = (next: SessionState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }
  const fail = (because: FailedBecause, error: unknown) =>
    become({ status: 'failed', because, detail: error instanceof Error ? error.message : String(error) })

  const deployment = () => {
    if (known === undefined) throw new Error('the session was not started')
    return known
  }
  /** Loads the library with the first call that needs it. */
  const oidc = async (): Promise<Oidc> => {
    const at = deployment()
    at.oidc ??= import('./oidc.ts').then(({ createOidc }) =>
      createOidc({
        config: at.config,
        origin: env.page.url.origin,
        languages: env.languages,
        store: env.own,
        now: env.now,
      }),
    )
    return await at.oidc
  }
  const kept = () => readKept(env.shared, deployment().config)

  const keep = (next: Kept) => {
    writeKept(env.shared, next)
    signedIn(next)
  }
  const signedIn = ({ agent }: Kept) => {
    const isNews = state.status !== 'signed-in' || state.agent.id !== agent.id || state.agent.name !== agent.name
    if (isNews) become({ status: 'signed-in', agent, config: deployment().config })
  }
  const signedOut = (because: SignedOutBecause) => {
    handedOut = undefined
    become({ status: 'signed-out', because, config: deployment().config })
  }
  const end = () => {
    dropKept(env.shared)
    env.own.set(ASK_AGAIN_KEY, 'yes')
    signedOut('ended')
  }

  const heardOfOthers = () => {
    if (state.status !== 'signed-in' && state.status !== 'signed-out') return
    const now = kept()
    if (now !== undefined) signedIn(now)
    else if (state.status === 'signed-in') signedOut('elsewhere')
  }

  const finish = async () => {
    const done = await (await oidc()).finish(env.page.url.href)
    env.page.rename(pathWithin(done?.returnTo))
    if (done === undefined) return
    env.own.remove(ASK_AGAIN_KEY)
    keep(done.kept)
  }

  const load = async () => {
    if (!env.isSecure) return fail('insecure', 'the page needs HTTPS or a loopback name')
    try {
      env.own.keys()
      env.shared.keys()
    } catch (error) {
      return fail('storage', error)
    }
    let json: unknown
    try {
      json = await env.getJson(CONFIG_PATH)
    } catch (error) {
      return fail('unreachable', error)
    }
    let config: ConsoleConfig
    try {
      config = readConfig(json)
    } catch (error) {
      return fail('configuration', error)
    }
    if (known === undefined) env.onShared(heardOfOthers)
    known = { config, oidc: undefined }
    try {
      if (env.page.url.pathname === CALLBACK_PATH) await finish()
    } catch (error) {
      env.page.rename(HOME_PATH)
      return fail(isRefusal(error) ? 'refused' : 'unreachable', error)
    }
    const now = kept()
    if (now === undefined) signedOut(env.own.get(ASK_AGAIN_KEY) === null ? 'first' : 'ended')
    else signedIn(now)
  }

  const renewed = async (isStale: boolean): Promise<string | undefined> =>
    await env.exclusively(LOCK, async () => {
      const now = kept()
      if (now === undefined) return undefined
      // Another tab may have renewed the token while this one waited.
      const isOther = now.accessToken !== handedOut
      if (isUsable(now, env.now()) && (!isStale || isOther)) return handOut(now)
      if (isStale && !isOther && env.now() - now.obtainedAt < FRESH_MS) return refused()
      try {
        const next = await (await oidc()).renew(now)
        keep(next)
        return handOut(next)
      } catch (error) {
        if (isRefusal(error)) return refused()
        if (!isStale && now.expiresAt > env.now()) return handOut(now)
        throw error
      }
    })
  const refused = () => {
    end()
    return undefined
  }
  const handOut = ({ accessToken }: Kept) => {
    handedOut = accessToken
    return accessToken
  }

  const leave = async () => {
    const now = kept()
    const protocol = await oidc()
    dropKept(env.shared)
    signedOut('here')
    // Any answer of the issuer, a refusal too, completes the sign-out here. Without an answer its sign-out page would
    // not load either.
    const isThere = await protocol.revoke(now?.refreshToken).then(() => true, isRefusal)
    const url = isThere ? await protocol.endSessionUrl(now).catch(() => undefined) : undefined
    if (url === undefined) return
    become({ status: 'leaving' })
    env.page.goTo(url)
  }

  const accessToken = async ({ isStale }: { readonly isStale: boolean } = { isStale: false }) => {
    if (known === undefined) return undefined
    const now = kept()
    if (now === undefined) return undefined
    if (!isStale && isUsable(now, env.now())) return handOut(now)
    renewing ??= renewed(isStale).finally(() => {
      renewing = undefined
    })
    return await renewing
  }

  return {
    state: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async start() {
      become({ status: 'loading' })
      await load()
    },
    accessToken,
    async signIn(returnTo) {
      const { pathname, search, hash } = env.page.url
      try {
        const isAskedAgain = env.own.get(ASK_AGAIN_KEY) !== null
        const here = returnTo ?? `${pathname}${search}${hash}`
        const url = await (await oidc()).begin(pathWithin(here), isAskedAgain ? { prompt: 'login' } : {})
        become({ status: 'leaving' })
        env.page.goTo(url)
      } catch (error) {
        fail(isRefusal(error) ? 'refused' : 'unreachable', error)
      }
    },
    signOut: leave,
    async signOutEverywhere() {
      const token = await accessToken()
      if (token === undefined) return
      await env.post(`${deployment().config.apiUrl}${SIGN_OUT_EVERYWHERE_PATH}`, token)
      await leave()
    },
  }
}

const isUsable = ({ expiresAt }: Kept, now: number) => expiresAt - now > MARGIN_MS

const isRefusal = (error: unknown) => error instanceof Error && error.name === 'IssuerRefusal'
