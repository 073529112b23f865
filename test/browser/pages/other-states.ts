import type { State } from '../states.ts'
import { inConsole, REFUSED } from './ways.ts'

/** The pages that one machine serves beside the console and the widget. */
export type OtherState = 'issuer, signing in' | 'issuer, failed' | 'outbox'

export const OTHER_STATES = {
  'issuer, signing in': {
    by: 'nobody',
    async reach(page, stage) {
      await page.goto(inConsole(stage, '/'))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Ana' }).waitFor()
    },
  },
  'issuer, failed': {
    by: 'nobody',
    complaint: REFUSED,
    async reach(page, stage) {
      await page.goto(`${stage.url}/_issuer/authorize?client_id=nobody`)
      await page.getByRole('link', { name: /console/i }).waitFor()
    },
  },
  outbox: {
    by: 'nobody',
    async reach(page, stage) {
      await page.goto(`${stage.url}/_outbox`)
      await page.getByText('waits for').first().waitFor()
    },
  },
} satisfies Record<OtherState, State>
