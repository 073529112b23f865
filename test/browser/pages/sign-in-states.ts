import type { Page } from 'playwright-core'
import { KEPT_KEY } from '../../../web/console/sign-in/kept.ts'
import type { FailedBecause, SessionState, SignedOutBecause } from '../../../web/console/sign-in/session.ts'
import { forbidStorage } from '../forbid-storage.ts'
import type { State } from '../states.ts'
import type { Stage } from './stage.ts'
import { inConsole, LOST, openMine, REFUSED } from './ways.ts'

/** The pages in front of the console. A new reason or status of the sign-in needs an entry below. */
export type SignInState =
  | `signed out, ${SignedOutBecause}`
  | `sign-in failed, ${FailedBecause}`
  | `sign-in, ${Exclude<SessionState['status'], 'signed-out' | 'failed' | 'signed-in'>}`

const CONFIG = '**/console/config.json'
const AUTHORIZATION = /\/_issuer\/authorize\?/

const signedOut = (title: string, reach: State['reach'], extra: Partial<State> = {}): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await reach(page, stage)
    await page.getByRole('heading', { name: title }).waitFor()
  },
  ...extra,
})

/** `words`: a part of the reason on the page. */
const failed = (words: RegExp, reach: State['reach'], extra: Partial<State> = {}): State => ({
  by: 'nobody',
  async reach(page, stage) {
    await reach(page, stage)
    await page.getByRole('heading', { name: 'Sign-in failed' }).waitFor()
    await page.getByRole('alert').getByText(words).waitFor()
  },
  ...extra,
})

const open = async (page: Page, stage: Stage) => {
  await page.goto(inConsole(stage, '/'))
}
const signIn = async (page: Page, stage: Stage) => {
  await open(page, stage)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export const SIGN_IN_STATES = {
  'signed out, first': signedOut('Welcome to Interlude', open, { by: 'nobody' }),
  'signed out, here': signedOut('You are signed out', async (page, stage) => {
    // Without this, the issuer's sign-out page would lead back to a console that has lost its state.
    await page.route(CONFIG, async route => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), endSession: { kind: 'none' } } })
    })
    await openMine(page, stage)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByText('Drafts stay in this browser until you sign in again.').waitFor()
  }),
  'signed out, elsewhere': signedOut('You are signed out', async (page, stage) => {
    await openMine(page, stage)
    const other = await page.context().newPage()
    await other.goto(inConsole(stage, '/none.txt'))
    await other.evaluate(key => localStorage.removeItem(key), KEPT_KEY)
    await other.close()
    await page.getByText('You signed out in another tab.').waitFor()
  }),
  'signed out, ended': signedOut(
    'Your sign-in has ended',
    async (page, stage) => {
      await open(page, stage)
      await page.getByRole('navigation', { name: 'Views' }).waitFor()
      await page.evaluate(key => {
        const kept = JSON.parse(localStorage.getItem(key) ?? '{}')
        const spoilt = { accessToken: `${kept.accessToken}x`, refreshToken: 'spoilt', obtainedAt: 0 }
        localStorage.setItem(key, JSON.stringify({ ...kept, ...spoilt }))
      }, KEPT_KEY)
      await page.reload()
    },
    { complaint: LOST },
  ),
  'sign-in failed, insecure': failed(
    /over HTTPS only/,
    async (page, stage) => {
      // The name of another machine, without TLS.
      const elsewhere = 'http://console.example'
      await page.route(`${elsewhere}/**`, async route => {
        const { pathname } = new URL(route.request().url())
        await route.fulfill({ response: await route.fetch({ url: stage.url + pathname }) })
      })
      await page.goto(`${elsewhere}/console/`)
    },
    { complaint: /Cross-Origin-Opener-Policy header has been ignored/ },
  ),
  'sign-in failed, storage': failed(/does not let the console keep anything/, async (page, stage) => {
    await forbidStorage(page)
    await open(page, stage)
  }),
  'sign-in failed, unreachable': failed(
    /does not answer/,
    async (page, stage) => {
      await page.route('**/.well-known/**', route => route.abort())
      await signIn(page, stage)
    },
    { complaint: REFUSED },
  ),
  'sign-in failed, refused': failed(/refused/, async (page, stage) => {
    await page.route(AUTHORIZATION, async route => {
      const asked = new URL(route.request().url()).searchParams
      const answer = new URL(asked.get('redirect_uri') ?? '')
      answer.searchParams.set('error', 'access_denied')
      answer.searchParams.set('state', asked.get('state') ?? '')
      await route.fulfill({ status: 302, headers: { location: answer.href } })
    })
    await signIn(page, stage)
  }),
  'sign-in failed, configuration': failed(/not set up correctly/, async (page, stage) => {
    await page.route(CONFIG, route => route.fulfill({ json: {} }))
    await open(page, stage)
  }),
  'sign-in, loading': {
    by: 'nobody',
    async reach(page, stage) {
      await page.route(CONFIG, () => {})
      await open(page, stage)
      await page.getByRole('heading', { name: 'Loading the console' }).waitFor({ state: 'attached' })
    },
  },
  'sign-in, leaving': {
    by: 'nobody',
    async reach(page, stage) {
      // An answer without content leaves the page in place.
      await page.route(AUTHORIZATION, route => route.fulfill({ status: 204 }))
      await signIn(page, stage)
      await page.getByRole('heading', { name: 'Going to the sign-in page' }).waitFor({ state: 'attached' })
    },
  },
} satisfies Record<SignInState, State>
