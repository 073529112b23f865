import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aCast, type Cast, type Setting } from './cast.ts'
import { waitingIn } from './pages/stage.ts'
import { aBrowser, PHONE } from './people.ts'
import { sessionOf } from './talk.ts'

/** The demo bot's reply after its handoff, which is withheld from the user. */
const LATE = 'Which order is it about?'

/** The upper bound of each colour channel of a dark background, of 255. */
const DARK = 64

/** Plays the whole story. Returns the entries of the server's log. */
async function tell({ user, ana, bot }: Cast): Promise<readonly string[]> {
  // A user in the shop talks to the bot, and asks for a human.
  await user.writes('hello')
  await user.sees('I am the demo bot.')
  await user.writes('human please')
  await waitingIn(user.widget).waitFor()
  const session = await sessionOf(user.page, bot.botId)

  // The agent's tab notifies her, and shows the user in Waiting.
  const { texts } = ana
  const waiting = ana.page.getByRole('region', { name: texts.inbox.label }).locator(`a[href$="/waiting/${session}"]`)
  await waiting.getByText('I will get somebody for you.').waitFor()
  await ana.page.getByRole('button', { name: texts.notifications.unread(1) }).waitFor()
  await expect.poll(() => ana.page.title()).toBe(`(1) ${texts.app.name}`)
  const name = await waiting.locator('bdi').first().textContent()
  await expect.poll(() => ana.desktop.titles()).toEqual([texts.attention.waiting(name ?? '')])

  // She takes over from her desktop, with a reply that came too late from the bot.
  const late = { id: `late-${session}`, epoch: 0, replies: [{ text: LATE }] }
  expect(await bot.post(`conversations/${session}/replies`, late)).toMatchObject({ body: { code: 'reply.withheld' } })
  await ana.desktop.click()
  await ana.control.getByText(texts.control.waits).waitFor()
  const draft = ana.log.locator('[data-kind=withheld]')
  await draft.getByText(texts.log.withheld).waitFor()
  await draft.getByRole('button', { name: texts.log.useDraft }).click()
  expect(await ana.field.inputValue()).toBe(LATE)
  await ana.writes(' I am Ana, and I look into it.')
  await ana.control.getByText(texts.control.youHave).waitFor()
  expect(await ana.desktop.titles()).toEqual([])

  // The user sees who answers, and replies.
  await user.widget.getByText(user.say('personIsHere', { name: 'Ana' }), { exact: true }).waitFor()
  await user.sees(user.say('joined', { name: 'Ana' }))
  const answer = user.widget.locator('[data-speaker=person]', { hasText: `${LATE} I am Ana, and I look into it.` })
  await answer.getByText('Ana', { exact: true }).waitFor()
  await user.writes(user.reply)
  await ana.log.getByText(user.reply).waitFor()
  await ana.writes('A new stove is on its way.')
  await user.sees('A new stove is on its way.')
  const stove = ana.log.locator('[data-kind=message]', { hasText: 'A new stove is on its way.' })
  await stove.getByText(texts.log.read, { exact: true }).waitFor({ state: 'attached' })

  // She hands back, and the bot's greeting shows that it got the handback.
  await ana.page.getByRole('button', { name: texts.control.handBack }).click()
  await ana.page.getByRole('menuitem', { name: texts.control.resolved }).click()
  await user.sees('I am back (a person sent 2 messages).')
  await user.sees(user.say('botAgain'))
  await ana.control.getByText(texts.control.botHas).waitFor()
  await ana.page.getByRole('button', { name: texts.notifications.label, exact: true }).waitFor()
  await expect.poll(() => ana.page.title()).toBe(texts.app.name)

  const log = await bot.transcript(session)
  return log.flatMap(entry => {
    // Alerts have no fixed place in the log.
    if (entry.kind === 'alerted') return []
    if (entry.kind === 'message') return [`${entry.by.type}: ${entry.text}`]
    return [entry.kind === 'resumed' ? `resumed: ${entry.outcome}` : entry.kind]
  })
}

describe.each(ENGINES)('a user and an agent in their browsers, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)

  it('play the story from the bot to a person and back', async () => {
    const cast = await aCast(world, browsing)
    expect(await tell(cast)).toEqual([
      'user: hello',
      expect.stringMatching(/^bot: Hello! I am the demo bot\./),
      'user: human please',
      'bot: I will get somebody for you.',
      'paused',
      'withheld',
      'assigned',
      `agent: ${LATE} I am Ana, and I look into it.`,
      'user: It is about number 4711.',
      'agent: A new stove is on its way.',
      'resumed: resolved',
      'bot: I am back (a person sent 2 messages).',
    ])
  })

  // The pages are the same over either engine.
  it.runIf(engine === 'sqlite').each<[where: string, Setting, (cast: Cast) => Promise<void>]>([
    ['with each sentence interrupted by a reload', { reloads: true }, async () => {}],
    ['on phones', { size: PHONE }, fitsPhones],
    ['in dark mode', { colorScheme: 'dark' }, isDark],
    ['in French', { locale: 'fr-FR', root: 'lang="fr"' }, isFrench],
    ['from right to left', { root: 'lang="ar" dir="rtl"', reply: 'رقم طلبي 4711، من فضلك' }, isFromRightToLeft],
  ])('play it %s', async (_where, setting, look) => {
    const cast = await aCast(world, browsing, setting)
    await tell(cast)
    await look(cast)
  })
})

const roots = ({ user, ana }: Cast) => [
  user.page.locator('html'),
  user.widget.locator('html'),
  ana.page.locator('html'),
]

async function fitsPhones(cast: Cast): Promise<void> {
  for (const root of roots(cast)) expect(await root.evaluate(it => it.scrollWidth <= it.clientWidth)).toBe(true)
  expect(await cast.user.page.locator('interlude-widget iframe').boundingBox()).toMatchObject({ x: 0, y: 0, ...PHONE })
}

async function isDark(cast: Cast): Promise<void> {
  for (const root of roots(cast)) {
    const brightest = await root.evaluate(() => {
      const pixel = new OffscreenCanvas(1, 1).getContext('2d')
      if (pixel === null) return undefined
      pixel.fillStyle = getComputedStyle(document.body).backgroundColor
      pixel.fillRect(0, 0, 1, 1)
      const [red = 255, green = 255, blue = 255] = pixel.getImageData(0, 0, 1, 1).data
      return Math.max(red, green, blue)
    })
    expect(brightest).toBeLessThan(DARK)
  }
}

async function isFrench(cast: Cast): Promise<void> {
  for (const root of roots(cast)) expect(await root.getAttribute('lang')).toBe('fr')
}

async function isFromRightToLeft({ user, ana }: Cast): Promise<void> {
  const direction = (words: Locator) => words.evaluate(it => getComputedStyle(it).direction)
  expect(await user.widget.locator('html').getAttribute('dir')).toBe('rtl')
  // Each text has its own direction, on both sides.
  for (const log of [user.messages, ana.log]) {
    expect(await direction(log.getByText(user.reply))).toBe('rtl')
    expect(await direction(log.getByText('A new stove is on its way.'))).toBe('ltr')
  }
}
