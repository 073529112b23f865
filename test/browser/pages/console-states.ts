import type { Page } from 'playwright-core'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { Tab } from '../../../web/console/admin/tabs.ts'
import type { Dialog } from '../../../web/console/app/dialogs.ts'
import { type Place, pathOf, type VIEWS } from '../../../web/console/app/paths.ts'
import type { FailedBecause, SignedOutBecause } from '../../../web/console/sign-in/session.ts'
import type { State } from '../states.ts'
import { FRAMES, POPUP } from './rules.ts'
import type { SessionName, Stage } from './stage.ts'

type View = (typeof VIEWS)[number]

/** The states that the console is designed for. One that is added here, or to a union that it names, needs an entry below. */
type ConsoleState =
  | `signed out, ${Extract<SignedOutBecause, 'first'>}`
  | `sign-in failed, ${Extract<FailedBecause, 'unreachable'>}`
  | 'no bot'
  | 'unknown page'
  | 'loading'
  | 'failed'
  | 'forbidden'
  | 'offline'
  | 'catching up'
  | 'no conversation yet'
  | `empty ${View}`
  | 'no match'
  | 'one conversation'
  | 'many conversations'
  | `conversation ${SessionName}`
  | 'conversation opening'
  | 'conversation unknown'
  | 'entry of an unknown kind'
  | 'writing a note'
  | 'menu to hand back'
  | 'notifications'
  | 'nothing notified'
  | 'finding in a conversation'
  | 'profile'
  | `dialog ${Dialog}`
  | `setup ${Tab}`
  | 'setup as JSON'
  | 'setup with a wrong field'
  | 'setup with a new key'
  | 'setup for admins only'
  | 'setup, failed'
  | 'in French'

const REFUSED = /Failed to load resource/
const LOST = /Failed to load resource|WebSocket connection to/

const inConsole = (stage: Stage, path: string) => `${stage.url}/console${path}`

const goTo = async (page: Page, stage: Stage, place: Exclude<Place, { page: 'unknown' }>) => {
  await page.goto(inConsole(stage, pathOf(place)))
}

const rows = (page: Page) => page.getByRole('region', { name: 'Conversations' }).getByRole('listitem')
const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')

/** A conversation that is open, with its whole end on screen. `last`: words of its last line. */
const conversation = (
  name: SessionName,
  last: string | RegExp,
  of: BotName = 'demo',
  by: State['by'] = 'Ana',
): State => ({
  by,
  async reach(page, stage) {
    await goTo(page, stage, { page: 'inbox', botId: stage[of].botId, view: 'all', session: stage.sessions[name] })
    await field(page).waitFor()
    await page.getByRole('region', { name: 'Messages' }).getByText(last).last().waitFor()
  },
})

type BotName = 'demo' | 'fresh' | 'single' | 'stopped'

const empty = (view: View, title: string): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view })
    await page.getByText(title, { exact: true }).waitFor()
  },
})

const dialog = (open: (page: Page) => Promise<void>): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await conversation('mine', /I leave on Friday/).reach(page, stage)
    await open(page)
    await page.getByRole('dialog').waitFor()
  },
})

const setup = (show: (page: Page, stage: Stage) => Promise<void>, extra: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await goTo(page, stage, { page: 'bot', botId: stage.single.botId })
    await page.getByRole('button', { name: 'Save' }).waitFor()
    await show(page, stage)
  },
  ...extra,
})

export const CONSOLE_STATES = {
  'signed out, first': {
    by: 'nobody',
    async reach(page, stage) {
      await page.goto(inConsole(stage, '/'))
      await page.getByRole('heading', { name: 'Welcome to Interlude' }).waitFor()
    },
  },
  'sign-in failed, unreachable': {
    by: 'nobody',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route('**/.well-known/**', route => route.abort())
      await page.goto(inConsole(stage, '/'))
      await page.getByRole('button', { name: /^sign in$/i }).click()
      await page.getByRole('heading', { name: 'You cannot be signed in' }).waitFor()
    },
  },
  'no bot': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route('**/api/v1/me', async route => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), bots: [] } })
      })
      await goTo(page, stage, { page: 'start' })
      await page.getByText('You work for no bot yet.').waitFor()
    },
  },
  'unknown page': {
    by: 'Ana',
    async reach(page, stage) {
      await page.goto(inConsole(stage, `/${stage.demo.botId}/nowhere`))
      await page.getByText('There is no such page.').waitFor()
    },
  },
  loading: {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(/\/conversations\?/, () => {})
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'waiting' })
      await page.getByRole('status', { name: 'Loading' }).waitFor()
    },
  },
  failed: {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(/\/conversations\?/, route => route.fulfill({ status: 400, json: { code: 'request.invalid' } }))
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'waiting' })
      await page.getByText('Something went wrong.').waitFor()
    },
  },
  forbidden: {
    by: 'Ana',
    complaint: LOST,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view: 'waiting' })
      await page.getByText('You may not work for this bot.').waitFor()
    },
  },
  offline: {
    by: 'Ana',
    complaint: LOST,
    async reach(page, stage) {
      let cut: (() => Promise<void>) | undefined
      await page.routeWebSocket(/./, async socket => {
        if (cut !== undefined) return await cut()
        socket.connectToServer()
        cut = () => socket.close({ code: 1001 })
      })
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await cut?.()
      await page.getByText(/No connection since/).waitFor()
    },
  },
  'catching up': {
    by: 'Ana',
    async reach(page, stage) {
      let cut = async () => {}
      let connections = 0
      await page.routeWebSocket(/./, socket => {
        const server = socket.connectToServer()
        connections += 1
        cut = () => socket.close({ code: 1001 })
        // From the second connection on, nothing is heard of the conversation.
        if (connections > 1) server.onMessage(text => (`${text}`.includes('"ses_') ? undefined : socket.send(text)))
      })
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await cut()
      await page.getByText('Connected again. Catching up …').waitFor()
    },
  },
  'no conversation yet': empty('all', 'There is no conversation yet.'),
  'empty waiting': empty('waiting', 'Nobody is waiting.'),
  'empty mine': empty('mine', 'You have no conversation.'),
  'empty paused': empty('paused', 'People hold no conversation.'),
  'empty all': empty('all', 'There is no conversation yet.'),
  'no match': {
    by: 'Ana',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all' })
      await page.getByRole('searchbox').first().fill('Zaphod')
      await page.getByText('Nobody is found by “Zaphod”.').waitFor()
    },
  },
  'one conversation': {
    by: 'Admin',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.stopped.botId, view: 'all' })
      await rows(page).first().waitFor()
    },
  },
  'many conversations': {
    by: 'Ana',
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.demo.botId, view: 'all' })
      await rows(page).nth(5).waitFor()
    },
  },
  'conversation with the bot': conversation('with the bot', /Monday to Friday/),
  'conversation waiting': conversation('waiting', /I will get somebody/),
  'conversation mine': conversation('mine', /I leave on Friday/),
  'conversation of another agent': conversation('of another agent', /I am Ben/),
  'conversation long name': conversation('long name', /demo bot/),
  'conversation no name': conversation('no name', /demo bot/),
  'conversation right to left': conversation('right to left', /did not understand/),
  'conversation each entry': conversation('each entry', /Carried|resolved/, 'single', 'Admin'),
  'conversation each content': conversation('each content', /./),
  'conversation hostile': conversation('hostile', 'Choose'),
  'conversation long log': conversation('long log', 'Line 200.'),
  'conversation of a paused bot': conversation('of a paused bot', 'hello?', 'stopped', 'Admin'),
  'conversation opening': {
    by: 'Ana',
    async reach(page, stage) {
      await page.route(/\/conversations\/ses_/, () => {})
      await goTo(page, stage, {
        page: 'inbox',
        botId: stage.demo.botId,
        view: 'all',
        session: stage.sessions.mine,
      })
      await page.getByRole('status', { name: 'Opening the conversation …' }).waitFor()
    },
  },
  'conversation unknown': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await goTo(page, stage, {
        page: 'inbox',
        botId: stage.demo.botId,
        view: 'all',
        session: stage.sessions['each entry'],
      })
      await page.getByText('This bot has no such conversation.').waitFor()
    },
  },
  'entry of an unknown kind': {
    by: 'Admin',
    async reach(page, stage) {
      const kind: Entry['kind'] = 'note'
      const newer = (text: string) => text.replaceAll(`"kind":"${kind}"`, '"kind":"poll"')
      await page.route(/\/entries\?/, async route => {
        const answer = await route.fetch()
        await route.fulfill({ response: answer, body: newer(await answer.text()) })
      })
      await page.routeWebSocket(/./, socket => {
        const server = socket.connectToServer()
        server.onMessage(message => socket.send(newer(`${message}`)))
      })
      await goTo(page, stage, {
        page: 'inbox',
        botId: stage.single.botId,
        view: 'all',
        session: stage.sessions['each entry'],
      })
      await page.getByText(/does not know: poll/).waitFor()
    },
  },
  'writing a note': {
    by: 'Ana',
    async reach(page, stage) {
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await page.getByRole('button', { name: 'Note', exact: true }).click()
      await field(page).fill('She was promised a refund on Monday.')
    },
  },
  'menu to hand back': {
    by: 'Ana',
    leaves: POPUP,
    async reach(page, stage) {
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await page.getByRole('button', { name: 'Hand back' }).click()
      await page.getByRole('menuitem', { name: /Resolved/ }).waitFor()
    },
  },
  notifications: {
    by: 'Admin',
    leaves: POPUP,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.single.botId, view: 'all' })
      await page.getByRole('button', { name: /notification/i }).click()
      await page.getByText('The warehouse is closed today.').waitFor()
    },
  },
  'nothing notified': {
    by: 'Admin',
    leaves: POPUP,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'inbox', botId: stage.fresh.botId, view: 'all' })
      await page.getByRole('button', { name: /notification/i }).click()
      await page.getByRole('dialog', { name: /notification/i }).waitFor()
    },
  },
  'finding in a conversation': {
    by: 'Ana',
    async reach(page, stage) {
      await conversation('long log', 'Line 200.').reach(page, stage)
      await page.keyboard.press('Control+f')
      const search = page.getByRole('search')
      await search.getByRole('searchbox').fill('line')
      await search
        .getByRole('button', { name: /Line 1/ })
        .first()
        .waitFor()
    },
  },
  profile: {
    by: 'Ana',
    only: 'phone',
    async reach(page, stage) {
      await conversation('mine', /I leave on Friday/).reach(page, stage)
      await page.getByRole('button', { name: 'Show the profile' }).click()
      await page.getByText('First seen').waitFor()
    },
  },
  'dialog palette': dialog(page => page.keyboard.press('Control+k')),
  'dialog keys': dialog(async page => {
    await page.locator('body').press('?')
  }),
  'dialog settings': dialog(page => page.getByRole('button', { name: 'Settings' }).click()),
  'setup config': setup(async () => {}),
  'setup as JSON': setup(async page => {
    await page.getByRole('checkbox', { name: 'Edit as JSON' }).check()
    await page.getByRole('textbox', { name: 'Configuration as JSON' }).waitFor()
  }),
  'setup with a wrong field': setup(async page => {
    await page.getByRole('textbox', { name: 'avatarUrl' }).fill('no address')
    await page.getByText('1 field is wrong').waitFor()
  }),
  'setup keys': setup(async page => {
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('cell').first().waitFor()
  }),
  'setup with a new key': setup(async page => {
    await page.getByRole('tab', { name: 'Keys' }).click()
    await page.getByRole('textbox', { name: 'Label' }).fill('shop server')
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByText('Copy this key now.').waitFor()
  }),
  'setup widget': setup(
    async page => {
      await page.getByRole('tab', { name: 'Widget' }).click()
      await page.frameLocator('iframe').getByRole('textbox').waitFor()
    },
    { leaves: FRAMES },
  ),
  'setup for admins only': {
    by: 'Ana',
    complaint: REFUSED,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'bot', botId: stage.demo.botId })
      await page.getByText('Only an admin may set up this bot.').waitFor()
    },
  },
  'setup, failed': {
    by: 'Admin',
    complaint: LOST,
    async reach(page, stage) {
      await goTo(page, stage, { page: 'bot', botId: 'nobody' })
      await page.getByText('Something went wrong.').first().waitFor()
    },
  },
  'in French': {
    by: 'Ana',
    locale: 'fr-FR',
    async reach(page, stage) {
      await goTo(page, stage, {
        page: 'inbox',
        botId: stage.demo.botId,
        view: 'all',
        session: stage.sessions.mine,
      })
      await page
        .getByText(/I leave on Friday/)
        .last()
        .waitFor()
    },
  },
} satisfies Record<ConsoleState, State>
