import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { giveCards } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { frameIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'
import { aTalk, type Talk } from './talk.ts'

const CARDS = ['Ridge tent', 'Ember stove'].map(title => ({
  name: `The ${title}`,
  card: { title, buttons: [{ type: 'say' as const, title: `Ask about the ${title}` }] },
}))

const isFocused = (control: Locator) => expect.poll(() => control.evaluate(each => each.matches(':focus'))).toBe(true)

describe('an agent without a mouse', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  const open = async (): Promise<Talk> => {
    await giveCards(world.dev, CARDS)
    return await aTalk(world, browsing, { agent: await browsing.window(), user: await browsing.window() })
  }

  /** Opens the menu from the text field, and chooses the item that begins with `name`. */
  async function choose(page: Page, name: string): Promise<Locator> {
    const add = page.getByRole('button', { name: 'Add', exact: true })
    await page.keyboard.press('Shift+Tab')
    await isFocused(add)
    await page.keyboard.press('Enter')
    const item = page.getByRole('menuitem', { name: new RegExp(`^${name}`) })
    await item.waitFor()
    for (let stop = 0; stop < 5 && !(await item.evaluate(each => each.matches(':focus'))); stop++) {
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    return dialog
  }

  it('offers quick replies, of which the user presses one, and the draft keeps them over a reload', async () => {
    const { agent, user } = await open()
    const { page, field } = agent
    await page.keyboard.type('Shall we send it again?')
    const dialog = await choose(page, 'Quick replies')
    await isFocused(dialog.getByRole('textbox', { name: 'Quick reply 1' }))
    await page.keyboard.type('Yes, please')
    await page.keyboard.press('Tab')
    await isFocused(dialog.getByRole('button', { name: 'Another one' }))
    await page.keyboard.press('Enter')
    await isFocused(dialog.getByRole('textbox', { name: 'Quick reply 2' }))
    await page.keyboard.type('No')
    await page.keyboard.press('Enter')
    await isFocused(field)

    await page.reload()
    const added = page.getByRole('list', { name: 'Goes along with the answer' })
    await added.getByText('Yes, please').waitFor()
    expect(await field.inputValue()).toBe('Shall we send it again?')
    await field.focus()
    await page.keyboard.press('Enter')
    await added.waitFor({ state: 'detached' })
    expect(await field.inputValue()).toBe('')

    const widget = frameIn(user.page)
    await widget.getByRole('button', { name: 'No', exact: true }).waitFor()
    const yes = widget.getByRole('button', { name: 'Yes, please' })
    await yes.focus()
    await user.page.keyboard.press('Enter')
    await agent.log.getByText('Chosen from what was offered').waitFor()
  })

  it('adds a link whose address is first wrong, removes it, and adds it again', async () => {
    const { agent, user } = await open()
    const { page, field } = agent
    const fill = async (address: string) => {
      const dialog = await choose(page, 'Link button')
      await page.keyboard.type('Track it')
      await page.keyboard.press('Tab')
      await page.keyboard.type(address)
      await page.keyboard.press('Enter')
      return dialog
    }
    const dialog = await fill('shop.example/4711')
    await dialog.getByText('Enter an address that begins with https://.').waitFor()
    const address = dialog.getByRole('textbox', { name: 'Address' })
    await isFocused(address)
    await page.keyboard.press('Home')
    await page.keyboard.type('https://')
    await page.keyboard.press('Enter')
    await isFocused(field)
    const remove = page.getByRole('button', { name: 'Remove “Track it”' })
    await remove.focus()
    await page.keyboard.press('Enter')
    await remove.waitFor({ state: 'detached' })
    await isFocused(field)

    await fill('https://shop.example/4711')
    await isFocused(field)
    await page.keyboard.type('Here it is.')
    await page.keyboard.press('Enter')
    const link = frameIn(user.page).getByRole('link', { name: /Track it/ })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe('https://shop.example/4711')
  })

  it('sends a card after a look at it, and the draft stays', async () => {
    const { agent, user } = await open()
    const { page, field } = agent
    await page.keyboard.type('half a')
    const dialog = await choose(page, 'Card')
    await isFocused(dialog.getByRole('radio', { name: 'The Ridge tent' }))
    await page.keyboard.press('ArrowDown')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('Ember stove', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await isFocused(field)
    expect(await field.inputValue()).toBe('half a')
    await frameIn(user.page).getByRole('button', { name: 'Ask about the Ember stove' }).waitFor()
    await agent.log.getByText('Ask about the Ember stove').waitFor()
  })

  it('sees the additions of a message that was not sent, and sends it again with them', async () => {
    const { agent, user } = await open()
    const { page } = agent
    let refusals = 1
    await page.routeWebSocket(/./, socket => {
      const server = socket.connectToServer()
      socket.onMessage(text => {
        const frame = JSON.parse(`${text}`)
        if (frame.type !== 'message' || refusals-- <= 0) return server.send(text)
        socket.send(JSON.stringify({ type: 'error', replyTo: frame.id, code: 'auth.forbidden', detail: '' }))
      })
    })
    await page.reload()
    await agent.field.focus()
    await page.keyboard.type('Well?')
    await choose(page, 'Quick replies')
    await page.keyboard.type('Yes')
    await page.keyboard.press('Enter')
    await isFocused(agent.field)
    await page.keyboard.press('Enter')
    const failed = agent.log.locator('li', { hasText: 'Not sent.' })
    await failed.getByText('Yes', { exact: true }).waitFor()
    await failed.getByRole('button', { name: 'Send again' }).press('Enter')
    await frameIn(user.page).getByRole('button', { name: 'Yes', exact: true }).waitFor()
  })
})
