import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type TestBot, testBot } from '../e2e/client.ts'
import { eventually } from '../e2e/eventually.ts'
import type { RunningWorld } from '../e2e/running-world.ts'
import { frameIn, waitingIn } from './pages/stage.ts'
import type { Browsing } from './people.ts'

/** One of the two participants, at a page. */
export interface Side {
  readonly page: Page
  readonly field: Locator
  readonly log: Locator
  /** The live region from which a screen reader reads new messages. */
  readonly live: Locator
  /** Types and sends a text. */
  say(text: string): Promise<void>
  /** Whether no message waits to be sent and the message with this `seq`, the `count`th, is shown. */
  isAtRest(seq: number, count: number): Promise<boolean>
  /** The messages that the page shows, in order: `seq text`, or the text alone if the page does not show the `seq`. */
  shown(): Promise<readonly string[]>
  /** Describes the page: its rows, waiting messages, scroll position and notices. For the error of a wait that ran out of time. */
  state(): Promise<string>
}

/** A user in the widget of the demo, and the agent Ana, who has the conversation open in the console. */
export interface Talk {
  readonly agent: Side
  readonly user: Side
  readonly session: string
  /** The messages of the server's log, from the first to the last. */
  messages(): Promise<readonly { readonly seq: number; readonly text: string }[]>
}

/** Opens one conversation, which waits for a person, in both windows. */
export async function aTalk(
  world: RunningWorld,
  browsing: Browsing,
  windows: { agent: Page; user: Page },
): Promise<Talk> {
  const { url, botId, botKey } = world.dev
  const user = inWidget(windows.user)
  await user.page.goto(`${url}/demo/`)
  await user.page.locator('interlude-widget').getByRole('button').click()
  await user.field.fill('human please')
  await user.field.press('Enter')
  await waitingIn(frameIn(user.page)).waitFor()
  const session = await sessionOf(user.page, botId)
  const agent = atConsole(windows.agent)
  await browsing.signIn(agent.page, 'Ana')
  await agent.page.goto(`${url}/console/${botId}/all/${session}`)
  await agent.field.waitFor()
  for (const { field } of [agent, user]) await field.focus()
  const bot = (): TestBot => testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
  return {
    agent,
    user,
    session,
    messages: async () =>
      (await bot().transcript(session)).flatMap(entry =>
        entry.kind === 'message' ? [{ seq: entry.seq, text: entry.text ?? '' }] : [],
      ),
  }
}

/** The session of the widget in a page. */
export async function sessionOf(page: Page, botId: string): Promise<string> {
  const frame = page.frames().find(each => each.url().includes('/widget/'))
  const token = await frame?.evaluate(id => localStorage.getItem(`interlude.token.${id}`), botId)
  return JSON.parse(token ?? '{}').session
}

function atConsole(page: Page): Side {
  const log = page.getByRole('region', { name: 'Messages' })
  const field = page.getByRole('form', { name: 'Answer' }).getByRole('textbox')
  return {
    page,
    field,
    log,
    live: page.locator('[role=log][aria-live=polite]'),
    say: text => sayBy(page, text),
    isAtRest: async seq =>
      (await log.locator(`li[data-seq="${seq}"]`).count()) === 1 &&
      (await log.locator('li[data-kind=outbox]').count()) === 0,
    shown: () => log.evaluate(readUpward),
    state: () => log.evaluate(stateOfLog, { waiting: 'li[data-kind=outbox]', line: 'li' }),
  }
}

/** A message of the widget that the log does not have. */
const UNSENT = '.message:is([data-state=sending], [data-state=failed])'

function inWidget(page: Page): Side {
  const widget = frameIn(page)
  const log = widget.getByRole('region', { name: 'Messages' })
  // The greeting is not a message of the log.
  const messages = log.locator('.message:not(.beginning *)')
  return {
    page,
    field: widget.getByRole('textbox'),
    log,
    live: widget.locator('[role=log][aria-live=polite]'),
    say: text => sayBy(page, text),
    isAtRest: async (_seq, count) =>
      (await messages.count()) === count && (await log.locator('.message[data-state=sending]').count()) === 0,
    shown: () => messages.locator('.words').allTextContents(),
    state: () => log.evaluate(stateOfLog, { waiting: UNSENT, line: '.message' }),
  }
}

/** The field keeps the focus, so that hundreds of messages take little time. */
async function sayBy(page: Page, text: string): Promise<void> {
  await page.keyboard.insertText(text)
  await page.keyboard.press('Enter')
}

/** Reads a virtual log from its end up to its beginning. Throws if rows are in the wrong order. */
async function readUpward(log: HTMLElement | SVGElement): Promise<string[]> {
  const painted = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const rows = new Map<number, string>()
  log.scrollTop = log.scrollHeight
  while (!rows.has(1)) {
    await painted()
    let before = 0
    for (const row of log.querySelectorAll<HTMLElement>('li[data-kind=message]')) {
      const seq = Number(row.dataset.seq)
      if (seq <= before) throw new Error(`${seq} stands below ${before}`)
      before = seq
      rows.set(seq, row.querySelector('[dir=auto]')?.textContent ?? '')
    }
    log.scrollTop -= log.clientHeight
  }
  return [...rows].sort(([a], [b]) => a - b).map(([seq, words]) => `${seq} ${words}`)
}

/**
 * In the page: describes a log and the notices beside it. `waiting` selects the messages that the log does not have yet,
 * `line` all messages.
 */
function stateOfLog(log: HTMLElement | SVGElement, { waiting, line }: { waiting: string; line: string }): string {
  const wordsOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim()
  const lines = [...log.querySelectorAll<HTMLElement>(line)]
  const last = lines.findLast(each => !each.matches(waiting))
  const unsent = [...log.querySelectorAll<HTMLElement>(waiting)].map(each => {
    const state = each.dataset.state ?? (each.querySelector('[role=alert]') === null ? 'waiting' : 'failed')
    return `${state} “${wordsOf(each)}”`
  })
  const notices = [...document.querySelectorAll('[role=status], [role=alert], section ~ button, section ~ p')]
  const endPx = log.scrollHeight - log.clientHeight
  return [
    `${lines.length} lines in the page, the last one logged ${last?.dataset.seq ?? ''} “${last ? wordsOf(last) : ''}”`,
    `${unsent.length} not logged${unsent.length === 0 ? '' : `, from ${unsent.at(0)} to ${unsent.at(-1)}`}`,
    `scrolled to ${Math.round(log.scrollTop)} of ${endPx} px`,
    `notices: ${notices.map(wordsOf).filter(Boolean).join(' | ') || 'none'}`,
    `visibility: ${document.visibilityState}`,
  ].join('; ')
}

/**
 * Asserts that the server's log has every message once, in each side's order, and that both pages show just that log.
 */
export async function expectOneTranscript(
  { agent, user, messages }: Talk,
  said: { readonly agent: readonly string[]; readonly user: readonly string[] },
  { withinMs, hint }: { readonly withinMs: number; readonly hint: string },
): Promise<void> {
  const count = said.agent.length + said.user.length
  const of = (all: Awaited<ReturnType<typeof messages>>, side: readonly string[]) => {
    const its = new Set(side)
    return all.map(({ text }) => text).filter(text => its.has(text))
  }
  const isThere = async () => {
    const all = await messages()
    return all.length >= count && [...said.agent, ...said.user].every(text => all.some(each => each.text === text))
  }
  await eventually('all that was said, in the log', isThere, { withinMs, soFar: () => hint })
  const log = await messages()
  expect(of(log, said.agent), hint).toEqual(said.agent)
  expect(of(log, said.user), hint).toEqual(said.user)
  const last = log.at(-1)?.seq ?? 0
  for (const [name, side] of Object.entries({ console: agent, widget: user })) {
    const soFar = async () => `expected ${log.length} messages up to ${last}; ${await side.state()}; ${hint}`
    await eventually(`the ${name} at rest`, () => side.isAtRest(last, log.length), { withinMs, soFar })
  }
  expect(await agent.shown(), `the console; ${hint}`).toEqual(log.map(({ seq, text }) => `${seq} ${text}`))
  expect(await user.shown(), `the widget; ${hint}`).toEqual(log.map(({ text }) => text))
}
