import type { Page } from 'playwright-core'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import type { SessionId } from '../../../lib/protocol/ids.ts'
import type { Notification } from '../../../lib/protocol/notification.ts'
import type { Team } from '../../../web/console/team/useTeam.ts'
import type { State } from '../states.ts'
import type { Stage } from './stage.ts'
import { goTo, openMine, REFUSED } from './ways.ts'

/** The states of the page for supervisors, and of whispers. */
export type TeamState =
  | `team ${Team['status']}`
  | 'team forbidden'
  | 'team, nobody there and nobody waits'
  | 'team, many agents'
  | 'team, an agent open'
  | 'team, an agent without conversations'
  | 'team, whispering'
  | 'team, whispering refused'
  | 'team, giving'
  | 'team, taking refused'
  | 'team in German'
  | 'team in French'
  | 'whispered'

const AGENTS = /\/agents$/
const TRANSFER = /\/transfer$/
const WHISPER = /\/whisper$/

const BEN: BotAgent = { id: 'ben', name: 'Ben', status: 'online', load: 2, capacity: 5 }
const MANY: readonly BotAgent[] = [
  { id: 'ana', name: 'Ana', status: 'online', load: 2, capacity: 5 },
  BEN,
  { id: 'eva', name: 'Eva Marie von Hohenlohe-Langenburg', status: 'online', load: 5, capacity: 5 },
  { id: 'dieter', name: 'Dieter', status: 'away', load: 1 },
  { id: 'old', name: 'Olaf', status: 'offline', load: 0 },
  { id: 'older', name: 'Olga', status: 'offline', load: 0 },
  ...['Amir', 'Birgit', 'Chidi', 'Dolores', 'Esben', 'Fatou', 'Giulia', 'Henrik', 'Zoë'].map(
    (name, n): BotAgent => ({ id: `agent-${n}`, name, status: 'online', load: n % 6, capacity: 6 }),
  ),
]

const agents = (page: Page) => page.getByRole('region', { name: /^(Agents|Mitarbeitende)$/ })
const waiting = (page: Page) => page.getByRole('region', { name: 'Waiting' })
const dialog = (page: Page) => page.getByRole('dialog')

const open = async (page: Page, stage: Stage, bot: 'demo' | 'fresh' = 'demo') =>
  await goTo(page, stage, { page: 'team', botId: stage[bot].botId })

const isThere = (page: Page, all: readonly BotAgent[]) =>
  page.route(AGENTS, route => route.fulfill({ json: { items: all } }))

/** The page with Ben's conversations open. */
const withBen = (show: (page: Page) => Promise<void>, more: Partial<State> = {}): State => ({
  by: 'Admin',
  async reach(page, stage) {
    await isThere(page, [BEN])
    await open(page, stage)
    await agents(page).getByRole('button', { name: /Ben/ }).click()
    await agents(page).getByText('Emil Berg').waitFor()
    await show(page)
  },
  ...more,
})

const whispering = async (page: Page) => {
  await agents(page).getByRole('button', { name: 'Whisper …: Emil Berg' }).click()
  await dialog(page).getByRole('textbox').fill('He is a customer of many years. Offer him the refund.')
}

export const TEAM_STATES = {
  'team ready': {
    by: 'Admin',
    async reach(page, stage) {
      await open(page, stage)
      await agents(page).getByRole('button').first().waitFor()
      await waiting(page).getByText('Carla Ruiz').waitFor()
    },
  },
  'team loading': {
    by: 'Admin',
    async reach(page, stage) {
      await page.route(AGENTS, () => {})
      await open(page, stage)
      await agents(page).getByRole('status', { name: 'Loading' }).waitFor()
      await waiting(page).getByText('Carla Ruiz').waitFor()
    },
  },
  'team failed': {
    by: 'Admin',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.route(AGENTS, route => route.fulfill({ status: 400, json: { code: 'request.invalid' } }))
      await open(page, stage)
      await agents(page).getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
  'team forbidden': {
    by: 'Ana',
    async reach(page, stage) {
      await open(page, stage)
      await page.getByText('Only supervisors and admins see the team.').waitFor()
    },
  },
  'team, nobody there and nobody waits': {
    by: 'Admin',
    async reach(page, stage) {
      await isThere(page, [])
      await open(page, stage, 'fresh')
      await page.getByText('Nobody has been here yet').waitFor()
      await page.getByText('Nobody waits').waitFor()
    },
  },
  'team, many agents': {
    by: 'Admin',
    async reach(page, stage) {
      await isThere(page, MANY)
      await open(page, stage)
      await agents(page).getByRole('button', { name: 'Show 2 agents who are offline' }).click()
      await agents(page).getByText('Olga').waitFor()
    },
  },
  'team, an agent open': withBen(async () => {}),
  'team, an agent without conversations': {
    by: 'Admin',
    async reach(page, stage) {
      await isThere(page, [{ id: 'nobody', name: 'Nora', status: 'away', load: 0 }])
      await open(page, stage)
      await agents(page).getByRole('button', { name: /Nora/ }).click()
      await agents(page).getByText('No conversations at the moment.').waitFor()
    },
  },
  'team, whispering': withBen(whispering),
  'team, whispering refused': withBen(
    async page => {
      await page.route(WHISPER, route => route.fulfill({ status: 409, json: { code: 'handoff.not_open' } }))
      await whispering(page)
      await dialog(page).getByRole('button', { name: 'Send' }).click()
      await dialog(page).getByRole('alert').waitFor()
    },
    { complaint: REFUSED },
  ),
  'team, giving': withBen(async page => {
    await isThere(page, MANY)
    await agents(page).getByRole('button', { name: 'Give to …: Emil Berg' }).click()
    await dialog(page).getByRole('radio', { name: /Zoë/ }).check()
  }),
  'team, taking refused': withBen(
    async page => {
      const json = {
        code: 'handoff.already_claimed',
        holder: 'human',
        agent: { type: 'agent', id: 'eva', name: 'Eva' },
      }
      await page.route(TRANSFER, route => route.fulfill({ status: 409, json }))
      await agents(page).getByRole('button', { name: 'Take: Emil Berg' }).click()
      await page.getByRole('alert').getByText('Eva has the conversation by now.').waitFor()
    },
    { complaint: REFUSED },
  ),
  'team in German': {
    by: 'Admin',
    locale: 'de-DE',
    async reach(page, stage) {
      await isThere(page, MANY)
      await open(page, stage)
      await agents(page).getByRole('button', { name: /Ben/ }).click()
      await agents(page).getByText('Emil Berg').waitFor()
    },
  },
  'team in French': {
    by: 'Admin',
    locale: 'fr-FR',
    async reach(page, stage) {
      await isThere(page, MANY)
      await open(page, stage)
      await page.getByRole('button', { name: /Ben/ }).click()
      await page.getByText('Emil Berg').waitFor()
    },
  },
  whispered: {
    by: 'Ana',
    async reach(page, stage) {
      const whisper = (number: number, message: string): Notification => ({
        number,
        id: `wsp_${number}`,
        kind: 'whisper',
        message,
        level: 'info',
        session: stage.sessions.mine as SessionId,
        at: new Date().toISOString(),
        by: { type: 'agent', id: 'sara', name: 'Sara' },
        to: { type: 'agent', id: 'ana', name: 'Ana' },
      })
      const items = [whisper(2, 'She is a customer of many years, so offer her the refund.'), whisper(1, 'Well done!')]
      await page.route(/\/notifications\?/, route => route.fulfill({ json: { items, readUpTo: 0 } }))
      await openMine(page, stage)
      await page.getByText('Well done!').waitFor()
    },
  },
} satisfies Record<TeamState, State>
