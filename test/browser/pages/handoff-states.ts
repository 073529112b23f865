import type { Page } from 'playwright-core'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import type { ClientFrame } from '../../../lib/protocol/frames.ts'
import type { ColleaguesState } from '../../../web/console/conversation/handoff/useColleagues.ts'
import type { Asked } from '../../../web/console/conversation/handoff/ways.ts'
import type { State } from '../states.ts'
import type { SessionName } from './stage.ts'
import { keepFrames } from './tampering.ts'
import { field, inMine, OPEN_MENU, openConversation, REFUSED } from './ways.ts'

/** The states of an agent who lets go of a conversation, other than to the bot. */
export type HandoffState =
  | `menu of a handoff, ${'mine' | 'waiting' | 'of another agent'}`
  | `handing off by ${Exclude<Asked, 'pass-on'>}`
  | 'menu of a handoff, of the bot'
  | `passing on, ${ColleaguesState['status']}`
  | 'passing on, one of many'
  | 'passing on, some away or full'
  | 'passing on, no match'
  | 'passing on, while it waits'
  | 'passing on, to a queue'
  | 'passing on, to a queue, since nobody is online'
  | 'passing on to nobody'
  | 'passing on, in German'
  | 'handing off by decline, in German'
  | 'handoff under way'
  | 'handoff refused'

const AGENTS = /\/agents$/
const ANA = { id: 'ana', name: 'Ana' }
const BEN = { id: 'ben', name: 'Ben' }
const FEW = [ANA, BEN, { id: 'sara-2', name: 'Sara' }, { id: 'sara-7', name: 'Sara' }]
const WITH_CAPACITY: readonly Partial<BotAgent>[] = [
  { id: 'sara-2', name: 'Sara', status: 'away', capacity: 5 },
  { ...BEN, load: 3, capacity: 5 },
  { id: 'eva', name: 'Eva Marie von Hohenlohe-Langenburg', load: 5, capacity: 5 },
]
const MANY = [
  ANA,
  ...['Amir', 'Birgit', 'Chidi', 'Dolores', 'Esben', 'Fatou', 'Giulia', 'Henrik', 'Zoë'].map((name, n) => ({
    id: `agent-${n}`,
    name: `${name} Featherstonehaugh`,
  })),
]

const QUEUES = [
  { id: 'support', name: 'Support', waiting: 0 },
  { id: 'billing', name: 'Rechnungen und Mahnungen für Geschäftskunden', waiting: 1 },
  { id: 'vip', name: 'VIP', waiting: 100 },
]

const dialog = (page: Page) => page.getByRole('dialog')

const online = (page: Page, agents: readonly Partial<BotAgent>[]) =>
  page.route(AGENTS, route =>
    route.fulfill({ json: { items: agents.map(agent => ({ status: 'online', load: 2, ...agent })) } }),
  )

const openMenu = async (page: Page, name = 'More actions') => {
  await page.getByRole('button', { name }).click()
  await page.getByRole('menu').waitFor()
}

const choose = async (page: Page, way: RegExp) => {
  await openMenu(page)
  await page.getByRole('menuitem', { name: way }).click()
  await dialog(page).waitFor()
}

/** A state of a conversation of the stage. */
const inside = (name: SessionName, show: (page: Page) => Promise<void>, more: Partial<State> = {}): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await openConversation(page, stage, name)
    await field(page).waitFor()
    await show(page)
  },
  ...more,
})

/** The dialog to pass on, with agents online. */
const passingOn = (agents: readonly Partial<BotAgent>[], show: (page: Page) => Promise<void>) =>
  inMine(async page => {
    await online(page, agents)
    await choose(page, /Pass on/)
    await show(page)
  })

/** The same for a bot with queues. `queue`: the one to choose. */
const passingOnToQueue = (agents: readonly Partial<BotAgent>[], queue: RegExp): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await page.route(/\/queues$/, route => route.fulfill({ json: { items: QUEUES } }))
    const choosing = passingOn(agents, page => dialog(page).getByRole('radio', { name: queue }).check())
    await choosing.reach(page, stage)
  },
})

const passOnToBen = async (page: Page) => {
  await online(page, FEW)
  await choose(page, /Pass on/)
  await dialog(page).getByRole('radio', { name: 'Ben' }).check()
  await dialog(page).getByRole('textbox').fill('knows invoices')
  await dialog(page).getByRole('button', { name: 'Pass on' }).click()
}

/** The same with German texts. `openMenu` waits for the conversation. */
const german = (show: (page: Page) => Promise<void>, name: SessionName): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await online(page, FEW)
    await openConversation(page, stage, name)
    await openMenu(page, 'Weitere Aktionen')
    await show(page)
  },
  locale: 'de-DE',
})

export const HANDOFF_STATES = {
  'menu of a handoff, mine': inMine(
    async page => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: /Put back/ }).waitFor()
    },
    { leaves: OPEN_MENU },
  ),
  'menu of a handoff, waiting': inside(
    'waiting',
    async page => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: /Decline/ }).waitFor()
    },
    { leaves: OPEN_MENU },
  ),
  'menu of a handoff, of the bot': inside(
    'with the bot',
    async page => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: /Supervise/ }).waitFor()
    },
    { leaves: OPEN_MENU },
  ),
  'menu of a handoff, of another agent': inside(
    'of another agent',
    async page => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: /Put back/ }).waitFor()
    },
    { by: 'Admin', leaves: OPEN_MENU },
  ),
  'passing on, ready': passingOn(FEW, async page => {
    await dialog(page).getByRole('radio', { name: 'Sara sara-2' }).check()
  }),
  'passing on, one of many': passingOn(MANY, async page => {
    await dialog(page).getByRole('searchbox').fill('zoe')
    await dialog(page).getByRole('radio', { name: /Zoë/ }).check()
    await dialog(page).getByRole('searchbox').fill('')
    await dialog(page).getByRole('radio', { name: /Amir/ }).waitFor()
  }),
  'passing on, some away or full': passingOn(WITH_CAPACITY, async page => {
    await dialog(page).getByRole('radio', { name: /Ben/ }).check()
    await dialog(page).getByText('5 of 5 conversations · no room').waitFor()
  }),
  'passing on, no match': passingOn(MANY, async page => {
    await dialog(page).getByRole('searchbox').fill('Zaphod')
    await dialog(page).getByText('No colleague matches “Zaphod”.').waitFor()
  }),
  'passing on, while it waits': inside('waiting', async page => {
    await online(page, FEW)
    await choose(page, /Pass on/)
    await dialog(page).getByRole('radio', { name: 'Ben' }).waitFor()
  }),
  'passing on, to a queue': passingOnToQueue(FEW, /Rechnungen/),
  'passing on, to a queue, since nobody is online': passingOnToQueue([ANA], /VIP/),
  'passing on, loading': inMine(async page => {
    await page.route(AGENTS, () => {})
    await choose(page, /Pass on/)
    await dialog(page).getByRole('status', { name: 'Loading the colleagues' }).waitFor()
  }),
  'passing on, failed': inMine(
    async page => {
      await page.route(AGENTS, route => route.fulfill({ status: 403, json: { code: 'auth.forbidden' } }))
      await choose(page, /Pass on/)
      await dialog(page).getByText('You may not do this.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'passing on to nobody': passingOn([ANA], async page => {
    await dialog(page).getByText('Nobody else is online').waitFor()
  }),
  'handing off by whisper': inside(
    'of another agent',
    async page => {
      await choose(page, /Whisper/)
      await dialog(page).getByRole('textbox').fill('Offer him the refund.')
    },
    { by: 'Admin' },
  ),
  'handing off by put-back': inMine(page => choose(page, /Put back/)),
  'handing off by decline': inside('waiting', async page => {
    await choose(page, /Decline/)
    await dialog(page).getByRole('textbox').fill('I speak no Spanish.')
  }),
  'passing on, in German': german(async page => {
    await page.getByRole('menuitem', { name: /Weitergeben/ }).click()
    await dialog(page).getByRole('radio', { name: 'Ben' }).check()
  }, 'mine'),
  'handing off by decline, in German': german(async page => {
    await page.getByRole('menuitem', { name: /Ablehnen/ }).click()
    await dialog(page).waitFor()
  }, 'waiting'),
  'handoff under way': {
    by: 'Ana',
    async reach(page, stage) {
      await keepFrames(page, 'transfer', () => undefined)
      await inMine(passOnToBen).reach(page, stage)
      await page.getByRole('region', { name: 'Control' }).getByText('Passing on …').waitFor()
    },
  },
  'handoff refused': {
    by: 'Ana',
    async reach(page, stage) {
      await keepFrames(page, 'transfer', refusedFor)
      await inMine(passOnToBen).reach(page, stage)
      await page.getByRole('alert').getByText('Ben has the conversation by now.').waitFor()
    },
  },
} satisfies Record<HandoffState, State>

function refusedFor({ id }: Extract<ClientFrame, { type: 'transfer' }>) {
  const code = 'handoff.not_yours'
  return { type: 'error', replyTo: id, code, detail: '', holder: 'human', agent: { type: 'agent', ...BEN } } as const
}
