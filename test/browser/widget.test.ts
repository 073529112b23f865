import { createHmac } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import type { FrameLocator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BotAnswer } from '../../lib/protocol/bot.ts'
import type { TestBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBot } from '../e2e/servers.ts'
import { forbidStorage } from './forbid-storage.ts'
import { type HostPage, type HostPages, hostPages } from './host-page.ts'
import { waitingIn } from './pages/stage.ts'
import { aBrowser, PHONE } from './people.ts'
import { listenTo } from './spoken.ts'

type Replies = NonNullable<BotAnswer['replies']>

/** The widget's global in a page, and the events that the page recorded. */
interface Asked {
  Interlude(command: string, ...args: unknown[]): unknown
  told: unknown[]
}

describe('the widget on a page of another site', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  const answers = new Map<string, Replies>()
  let bot: TestBot
  let host: HostPages

  beforeAll(async () => {
    const brain = await world.keep(
      aBot(({ message }) => {
        const said = message.text ?? ''
        if (said === 'human') {
          return { replies: [{ type: 'text', text: 'One moment.' }], handoff: { reason: 'asked', priority: 'normal' } }
        }
        return { replies: answers.get(said) ?? [{ type: 'text', text: `You said ${said}` }] }
      }),
    )
    bot = await world.bot('widget', {
      connectorUrl: brain.url,
      name: 'Pip',
      widget: { greeting: 'Hi there', notice: { en: 'A machine answers here.' } },
    })
    const { url } = world.dev
    const script = `<script async src="${url}/widget.js" data-bot="${bot.botId}"></script>`
    host = await world.keep(
      hostPages({
        '/': { body: script },
        '/strict': {
          body: script,
          csp: `default-src 'none'; script-src ${url}; frame-src ${url}; require-trusted-types-for 'script'`,
        },
        '/twice': { body: script + script },
        '/unknown': { body: script.replace(bot.botId, 'nobody') },
        '/rtl': { body: script, root: 'lang="he" dir="rtl"' },
        '/french': { body: script, root: 'lang="fr-CA"' },
      } satisfies Record<string, HostPage>),
    )
  })

  const frameOf = (page: Page) => page.frameLocator('interlude-widget iframe')
  const fieldOf = (frame: FrameLocator) => frame.getByRole('textbox')
  const button = (page: Page) => page.locator('interlude-widget').getByRole('button')

  async function visit(path: string, options?: Parameters<typeof browsing.window>[0]) {
    const page = await browsing.window(options)
    await page.goto(host.url + path)
    await button(page).waitFor()
    return page
  }

  async function open(path = '/', options?: Parameters<typeof browsing.window>[0]) {
    const page = await visit(path, options)
    await button(page).click()
    const frame = frameOf(page)
    await fieldOf(frame).waitFor()
    return { page, frame }
  }

  async function say(frame: FrameLocator, text: string) {
    await fieldOf(frame).fill(text)
    await fieldOf(frame).press('Enter')
  }

  const sessionOf = async (page: Page): Promise<string> => {
    const frame = page.frames().find(each => each.url().includes('/widget/'))
    const token = await frame?.evaluate(id => localStorage.getItem(`interlude.token.${id}`), bot.botId)
    return JSON.parse(token ?? '{}').session
  }

  it('shows the bot, the wait for a person, Ana, and the bot again', async () => {
    const { page, frame } = await open()
    await frame.getByText('A machine answers here.').waitFor()
    await frame.getByText('Hi there').waitFor()
    await say(frame, 'hello')
    await frame.getByRole('log').getByText('You said hello').waitFor()

    await say(frame, 'human')
    await waitingIn(frame).waitFor()
    const session = await sessionOf(page)
    const ana = await world.agentToken(bot.botId, 'Ana')
    await bot.post(`conversations/${session}/messages`, { id: 'a1', text: 'Hello, I am Ana.' }, ana)
    await frame.getByText('Ana is here').waitFor()
    await frame.getByText('Ana has joined. You are talking with a person now.').waitFor()
    await say(frame, 'my number is 4711')
    await bot.post(`conversations/${session}/unpause`, { id: 'u1', outcome: 'resolved' }, ana)
    const mark = frame.locator('.mark[data-speaker=bot]')
    await mark.getByText('The assistant is answering again.').waitFor()
    await mark.getByText('A machine answers here.').waitFor()

    const log = await bot.transcript(session)
    const said = log.flatMap(entry => (entry.kind === 'message' ? [entry.text] : []))
    expect(said).toEqual(['hello', 'You said hello', 'human', 'One moment.', 'Hello, I am Ana.', 'my number is 4711'])
  })

  it('shows users who wait their place, as somebody in front is taken', async () => {
    const first = await open()
    await say(first.frame, 'human')
    await first.frame.getByText('You are next in line').waitFor()
    const second = await open()
    await say(second.frame, 'human')
    await second.frame.getByText('You are number 2 in line').waitFor()

    const ana = await world.agentToken(bot.botId, 'Ana')
    await bot.post(`conversations/${await sessionOf(first.page)}/claim`, { id: 'c1' }, ana)
    await first.frame.getByText('Ana is here').waitFor()
    // The widget asks once a minute, and when the user looks at it again.
    await button(second.page).click()
    await button(second.page).click()
    await second.frame.getByText('You are next in line').waitFor()
    for (const { page } of [first, second]) {
      await bot.post(`conversations/${await sessionOf(page)}/unpause`, { outcome: 'resolved' }, ana)
    }
    await second.frame.getByText('The assistant is answering again.').waitFor()
    expect(await second.frame.getByText('in line').count()).toBe(0)
  })

  it('works under a strict policy of the host page without violating it', async () => {
    const page = await browsing.window()
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(`${host.url}/strict`)
    await button(page).click()
    await say(frameOf(page), 'hello')
    await frameOf(page).getByText('You said hello').waitFor()
    expect(await button(page).evaluate(each => getComputedStyle(each).position)).toBe('fixed')
    expect(complaints).toEqual([])
  })

  it("warns in the browser's console if it is included twice, and shows one button", async () => {
    const page = await browsing.window()
    const warned = page.waitForEvent('console', message => message.text().includes('included twice'))
    await page.goto(`${host.url}/twice`)
    await warned
    expect(await page.locator('interlude-widget').count()).toBe(1)
  })

  it('takes the focus when it opens, and returns it when Escape closes it', async () => {
    const page = await visit('/')
    await button(page).focus()
    await page.keyboard.press('Enter')
    const frame = frameOf(page)
    await expect.poll(() => fieldOf(frame).evaluate(each => each === document.activeElement)).toBe(true)
    await page.keyboard.type('by keyboard alone')
    await page.keyboard.press('Enter')
    await frame.getByText('You said by keyboard alone').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => button(page).evaluate(each => each.matches(':focus'))).toBe(true)
    expect(await button(page).getAttribute('aria-expanded')).toBe('false')
  })

  it('breaks the line with Shift+Enter, and does not send while a word is being composed', async () => {
    const { frame } = await open()
    const field = fieldOf(frame)
    await field.pressSequentially('one')
    await field.press('Shift+Enter')
    await field.pressSequentially('two')
    await field.evaluate(each => {
      each.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
    })
    expect(await field.inputValue()).toBe('one\ntwo')
    await field.press('Enter')
    await frame.getByText('You said one two').waitFor()
    expect(await field.inputValue()).toBe('')
  })

  it('keeps the conversation across a reload, and shows it in all tabs', async () => {
    const { page, frame } = await open()
    await say(frame, 'remember me')
    await frame.getByText('You said remember me').waitFor()
    await page.reload()
    await frameOf(page).getByText('You said remember me').waitFor()

    const tab = await page.context().newPage()
    await tab.goto(host.url)
    await button(tab).click()
    await frameOf(tab).getByText('You said remember me').waitFor()
    await say(frameOf(tab), 'from the other tab')
    await frameOf(page).getByText('You said from the other tab').waitFor()
  })

  it('requests no token and opens no socket before the visitor types', async () => {
    const page = await visit('/')
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    page.on('websocket', socket => asked.push(new URL(socket.url()).pathname))
    await button(page).click()
    await frameOf(page).getByText('Hi there').waitFor()
    expect(asked.filter(path => path.endsWith('/users/token') || path === '/ws')).toEqual([])
    await fieldOf(frameOf(page)).press('a')
    await expect.poll(() => asked).toContain('/ws')
  })

  it('keeps a message written offline, says so, and sends it once', async () => {
    const { page, frame } = await open()
    await say(frame, 'before')
    await frame.getByText('You said before').waitFor()
    await page.context().setOffline(true)
    await say(frame, 'in the tunnel')
    await frame.getByText('No connection. Your messages are kept and will be sent.').waitFor()
    await page.context().setOffline(false)
    await frame.getByText('You said in the tunnel').waitFor()
    const said = (await bot.transcript(await sessionOf(page))).filter(
      entry => entry.kind === 'message' && entry.text === 'in the tunnel',
    )
    expect(said).toHaveLength(1)
  })

  it('reads out each new message once, but not the history', async () => {
    const page = await visit('/')
    let isHeld: boolean = false
    const held: (() => void)[] = []
    await page.routeWebSocket(/./, socket => {
      const server = socket.connectToServer()
      socket.onMessage(text => (isHeld ? held.push(() => server.send(text)) : server.send(text)))
    })
    await button(page).click()
    const frame = frameOf(page)
    await say(frame, 'human')
    await frame.getByText('One moment.').waitFor()
    await page.reload()
    await frame.getByText('One moment.').waitFor()

    const spoken = await listenTo(frame.locator('[role=log][aria-live=polite]'))
    const ana = await world.agentToken(bot.botId, 'Ana')
    const session = await sessionOf(page)
    await say(frame, 'first')
    await frame.locator('.message[data-state=logged]', { hasText: 'first' }).waitFor()
    isHeld = true
    await say(frame, 'second')
    for (const text of ['Hello', 'I am Ana']) {
      await bot.post(`conversations/${session}/messages`, { id: text, text }, ana)
      await frame.getByText(text, { exact: true }).waitFor()
    }
    isHeld = false
    for (const send of held) send()
    await expect.poll(() => frame.locator('.message[data-state=sending]').count()).toBe(0)
    const words = ['One moment.', 'first', 'second', 'Hello', 'I am Ana']
    const times = (await spoken()).join('\n')
    expect(words.map(each => times.split(each).length - 1)).toEqual([0, 1, 1, 1, 1])
  })

  it('lasts as long as the page if the browser forbids storage, and says so', async () => {
    const page = await browsing.window()
    await forbidStorage(page)
    await page.goto(host.url)
    await button(page).click()
    await frameOf(page).getByText('This chat lasts only while the page is open').waitFor()
    await say(frameOf(page), 'hello')
    await frameOf(page).getByText('You said hello').waitFor()
  })

  it('counts messages on its button while it is closed', async () => {
    const { page, frame } = await open()
    await say(frame, 'hello')
    await frame.getByText('You said hello').waitFor()
    await frame.getByRole('button', { name: 'Close chat' }).click()
    // A message that arrives before the frame knows that it is closed counts as read.
    await expect.poll(() => button(page).getAttribute('aria-expanded')).toBe('false')
    await bot.post(`conversations/${await sessionOf(page)}/replies`, {
      id: 'later',
      epoch: 0,
      replies: [{ text: 'One more thing' }],
    })
    await page.getByRole('button', { name: 'Chat, 1 unread' }).waitFor()
    await button(page).click()
    await expect.poll(() => button(page).getAttribute('aria-label')).toBe('Chat')
  })

  it('ignores forged messages from the page and from other frames', async () => {
    const { page, frame } = await open()
    await say(frame, 'hello')
    await frame.getByText('You said hello').waitFor()
    await frame.getByRole('button', { name: 'Close chat' }).click()
    // The page itself, and a frame of another origin beside the widget, forge both directions.
    await page.evaluate(async url => {
      const forged = { mark: 'interlude.1', type: 'event', event: 'unread', value: 7 }
      window.postMessage(forged, '*')
      const other = document.createElement('iframe')
      document.body.append(other)
      other.contentWindow?.parent.postMessage(forged, '*')
      const widget = document.querySelector('interlude-widget')?.shadowRoot?.querySelector('iframe')
      const script = other.contentDocument?.createElement('script')
      if (script !== undefined) {
        script.textContent = `parent.widgetFrame.postMessage({ mark: 'interlude.1', type: 'send', text: 'forged' }, ${JSON.stringify(url)})`
        Object.assign(window, { widgetFrame: widget?.contentWindow })
        other.contentDocument?.body.append(script)
      }
    }, world.dev.url)
    await button(page).click()
    await say(frame, 'after the forgery')
    await frame.getByText('You said after the forgery').waitFor()
    expect(await frame.getByText('forged').count()).toBe(0)
    expect(await button(page).getAttribute('aria-label')).toBe('Chat')
  })

  it('takes commands, reports events, and removes itself completely on destroy', async () => {
    const page = await browsing.window()
    await page.addInitScript(() => {
      const asked = window as unknown as Asked & { Interlude: { q?: unknown[] } }
      asked.told = []
      // The stub from the docs, which keeps calls until the loader has run.
      asked.Interlude ??= Object.assign((...args: unknown[]) => void asked.Interlude.q?.push(args), { q: [] })
      for (const event of ['open', 'close', 'message', 'handoff', 'unread']) {
        asked.Interlude('on', event, (value: unknown) => asked.told.push([event, value]))
      }
      asked.Interlude('open')
      asked.Interlude('send', 'human')
    })
    await page.goto(host.url)
    await waitingIn(frameOf(page)).waitFor()
    const told = () => page.evaluate(() => (window as unknown as Asked).told)
    await expect.poll(told).toContainEqual(['handoff', { holder: 'waiting' }])
    expect(await told()).toContainEqual(['open', undefined])
    expect(await told()).toContainEqual(['message', { seq: 1, from: 'user', text: 'human' }])

    await page.evaluate(() => (window as unknown as Asked).Interlude('destroy'))
    expect(await page.locator('interlude-widget').count()).toBe(0)
    expect(await page.evaluate(() => typeof (window as unknown as Partial<Asked>).Interlude)).toBe('undefined')
    expect(await page.evaluate(() => document.documentElement.getAttribute('style') ?? '')).toBe('')
  })

  it('shows the conversation of an identified user, and an error for a wrong signature', async () => {
    const { body } = await bot.get<{ identitySecret: string }>('identity-secret', world.dev.adminToken)
    const signed = (userId: string, forMs: number) => {
      const expiresAt = new Date(Date.now() + forMs).toISOString()
      const signature = createHmac('sha256', body.identitySecret).update(`${userId}.${expiresAt}`).digest('hex')
      return { userId, expiresAt, signature }
    }
    const { page, frame } = await open()
    const identify = (identity: object) =>
      page.evaluate(given => (window as unknown as Asked).Interlude('identify', given), identity)
    await identify(signed('ida', 60_000))
    await say(frame, 'it is me')
    await frame.getByText('You said it is me').waitFor()
    const log = await bot.log('ida', 0, 'web')
    expect(log.entries).toHaveLength(2)

    await identify({ ...signed('ida', 60_000), signature: '0'.repeat(64) })
    await frame.getByText('Your session has ended').waitFor()
  })

  it('shows quick replies, which disappear once one is chosen', async () => {
    answers.set('offer', [
      {
        type: 'text',
        text: 'Which one?',
        payload: { quickReplies: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] },
      },
    ])
    const { page, frame } = await open()
    await say(frame, 'offer')
    await frame.getByRole('button', { name: 'Red' }).click()
    await frame.getByText('You said Red').waitFor()
    expect(await frame.getByRole('button', { name: 'Blue' }).count()).toBe(0)
    const chosen = (await bot.transcript(await sessionOf(page))).find(
      entry => entry.kind === 'message' && entry.text === 'Red',
    )
    expect(chosen).toMatchObject({ type: 'quick_reply', payload: { payload: 'r' } })
  })

  it('asks for a person and returns to the bot via its menu', async () => {
    const { frame } = await open()
    await say(frame, 'hello')
    await frame.getByText('You said hello').waitFor()
    await frame.getByRole('button', { name: 'Menu' }).click()
    await frame.getByRole('menuitem', { name: 'Talk to a person' }).click()
    await frame.getByText('You asked for a person.').waitFor()
    await frame.getByRole('button', { name: 'Menu' }).click()
    await frame.getByRole('menuitem', { name: 'Back to the assistant' }).click()
    await frame.getByText('The assistant is answering again.').waitFor()
  })

  it('starts a new conversation after the user ended the old one and confirmed that', async () => {
    const { page, frame } = await open()
    await say(frame, 'secret')
    await frame.getByText('You said secret').waitFor()
    const before = await sessionOf(page)
    await frame.getByRole('button', { name: 'Menu' }).click()
    await frame.getByRole('menuitem', { name: 'End this chat' }).click()
    await frame.locator('body').evaluate(countFields)
    await frame.getByRole('button', { name: 'End chat' }).click()
    await expect.poll(() => frame.getByText('You said secret').count()).toBe(0)
    await say(frame, 'again')
    await frame.getByText('You said again').waitFor()
    expect(await sessionOf(page)).not.toBe(before)
    // A field that is replaced at once loses what the user types meanwhile.
    expect(await frame.locator('body').getAttribute('data-fields')).toBe('1')
  })

  it('says that the chat does not exist if the bot is unknown', async () => {
    const page = await visit('/unknown')
    await button(page).click()
    await frameOf(page).getByText('This chat does not exist').waitFor()
  })

  it('uses the language of the page, and moves to the left on a right-to-left page', async () => {
    const french = await open('/french')
    expect(await fieldOf(french.frame).getAttribute('placeholder')).toBe('Écrire un message…')
    const right = await open('/rtl')
    const box = await button(right.page).boundingBox()
    expect(box?.x).toBeLessThan(100)
    expect(await right.frame.locator('html').getAttribute('dir')).toBe('rtl')
  })

  it('fills the screen of a phone', async () => {
    const { page } = await open('/', { size: PHONE })
    expect(await page.locator('interlude-widget iframe').boundingBox()).toMatchObject({ x: 0, y: 0, ...PHONE })
    expect(await button(page).isVisible()).toBe(false)
  })

  it('stays at the end of a log that grows before the scroll event of its last move arrives', async () => {
    const { frame } = await open()
    for (let at = 0; at < 6; at++) {
      await say(frame, `line ${at}`)
      await frame.getByText(`You said line ${at}`).waitFor()
    }
    const log = frame.getByRole('region', { name: 'Messages' })
    const left = await log.evaluate(async each => {
      const content = each.firstElementChild as HTMLElement
      content.style.minHeight = `${content.offsetHeight + 900}px`
      each.dispatchEvent(new Event('scroll'))
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
      return each.scrollHeight - each.scrollTop - each.clientHeight
    })
    expect(left).toBeLessThan(1)
  })

  it('loads earlier pages of a long log without moving the visible rows', async () => {
    const { page, frame } = await open()
    await say(frame, 'message 0')
    await frame.getByText('You said message 0').waitFor()
    const session = await sessionOf(page)
    for (let at = 0; at < 5; at++) {
      const replies = Array.from({ length: 50 }, (_, index) => ({ text: `line ${at * 50 + index}` }))
      const { status } = await bot.post(`conversations/${session}/replies`, { id: `long-${at}`, epoch: 0, replies })
      expect(status).toBe(200)
    }
    await page.reload()
    await frameOf(page).getByText('line 249', { exact: true }).waitFor()
    const scroller = frameOf(page).getByRole('region', { name: 'Messages' })
    const rows = frameOf(page).locator('.message')
    const beginning = frameOf(page).getByText('Hi there')
    for (let pages = 0; pages < 20 && (await beginning.count()) === 0; pages++) {
      const before = await rows.count()
      const first = (await rows.first().textContent()) ?? ''
      const row = frameOf(page).getByText(first, { exact: true }).last()
      await scroller.evaluate(each => {
        each.scrollTop = 200
      })
      const top = (await row.boundingBox())?.y ?? 0
      await expect.poll(async () => (await rows.count()) > before || (await beginning.count()) > 0).toBe(true)
      expect(Math.abs(((await row.boundingBox())?.y ?? 0) - top)).toBeLessThanOrEqual(1)
    }
    // The greeting counts as a row.
    expect(await rows.count()).toBe(252 + 1)
  })

  it.each(['light', 'dark'] as const)('has no axe violations in %s', async colorScheme => {
    answers.set('everything', [
      { type: 'text', text: 'See **this** [shop](https://shop.example)' },
      { type: 'image', payload: { url: `${world.dev.url}/demo/tent.svg`, alt: 'A tent', width: 640, height: 400 } },
      { type: 'file', payload: { url: 'https://shop.example/a.pdf', name: 'a.pdf', bytes: 1000 } },
      {
        type: 'custom',
        payload: {
          type: 'carousel',
          cards: [{ title: 'One', buttons: [{ type: 'say', title: 'Say' }] }, { title: 'Two' }],
        },
      },
      { type: 'custom', payload: { type: 'carousel', cards: ['A', 'B', 'C'].map(title => ({ title })) } },
      { type: 'text', text: 'Or?', payload: { quickReplies: [{ title: 'Yes' }] } },
    ])
    const page = await browsing.window({ colorScheme, size: { width: 420, height: 800 } })
    await page.goto(`${world.dev.url}/widget/?bot=${bot.botId}&mode=page`)
    const findings = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => ({
        id,
        at: nodes.map(({ target }) => target),
      }))
    const field = page.getByRole('textbox')
    await field.fill('everything')
    expect(await findings()).toEqual([])
    await field.press('Enter')
    await page.getByRole('button', { name: 'Yes' }).waitFor()
    expect(await findings()).toEqual([])
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Talk to a person' }).waitFor()
    expect(await findings()).toEqual([])
    await page.getByRole('menuitem', { name: 'Talk to a person' }).click()
    await page.getByText('You asked for a person.').waitFor()
    expect(await findings()).toEqual([])
  })
})

/** Counts the message fields that appear from now on, in an attribute of the element. */
function countFields(body: HTMLElement | SVGElement): void {
  body.setAttribute('data-fields', '0')
  const observer = new MutationObserver(changes => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
    const fields = added.flatMap(node => (node instanceof Element ? [...node.querySelectorAll('textarea')] : []))
    body.setAttribute('data-fields', String(Number(body.getAttribute('data-fields')) + fields.length))
  })
  observer.observe(body, { childList: true, subtree: true })
}
