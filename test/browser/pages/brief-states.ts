import type { Page } from 'playwright-core'
import type { BriefView } from '../../../lib/protocol/conversation.ts'
import type { State } from '../states.ts'
import { inMine, openConversation } from './ways.ts'

/** The states of the brief above a log. */
export type BriefState =
  | 'brief of a conversation that waits'
  | 'brief, long and hostile'
  | 'brief, closed'
  | 'brief, in German'
  | 'brief, in French'

const at = '2026-01-05T09:00:00.000Z'

const BRIEF: BriefView = {
  episodeId: 'epi_x_1',
  reason: 'the customer asked for a person twice',
  summary: 'Carla ordered a tent on Monday. The parcel was sent to her old address, and she leaves on Friday.',
  context: { order: 4711, 'express delivery': true, 'new address': '12 Mill Lane\nNorthfold' },
  declined: [{ seq: 5, at, by: { type: 'agent', id: 'ben', name: 'Ben' }, reason: 'I do not know the warehouse.' }],
}

const LONG: BriefView = {
  summary: 'ABCDEFGHIJ'.repeat(20) + '<img src=x onerror=alert(1)> טקסט מימין לשמאל '.repeat(10),
  context: Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`a fact with a long name, number ${n}`, 'x'.repeat(120)]),
  ),
  declined: [{ seq: 5, at, by: { type: 'agent', id: 'no-name' }, reason: 'W'.repeat(300) }],
}

const withBrief = (page: Page, brief: BriefView) => page.route(/\/brief$/, route => route.fulfill({ json: brief }))

const card = (page: Page) => page.locator('details')

/** The brief of a conversation that nobody has. `shown`: the words that it shows then. */
const waits = (brief: BriefView, shown: RegExp, more: Partial<State> = {}): State => ({
  by: 'Ana',
  async reach(page, stage) {
    await withBrief(page, brief)
    await openConversation(page, stage, 'waiting')
    await card(page).getByText(shown).last().waitFor()
  },
  ...more,
})

export const BRIEF_STATES = {
  'brief of a conversation that waits': waits(BRIEF, /Ben/),
  'brief, long and hostile': waits(LONG, /no-name/),
  'brief, in German': waits(BRIEF, /Bisher abgelehnt/, { locale: 'de-DE' }),
  'brief, in French': waits(BRIEF, /Déjà déclinée/, { locale: 'fr-FR' }),
  'brief, closed': {
    by: 'Ana',
    async reach(page, stage) {
      await withBrief(page, BRIEF)
      await inMine(async () => {
        await card(page).locator('summary bdi').waitFor()
      }).reach(page, stage)
    },
  },
} satisfies Record<BriefState, State>
