import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { configure } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { frameIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'
import { aTalk, type Talk } from './talk.ts'

const REPLIES = [
  { name: 'Öffnungszeiten', value: 'We are here from 9 to 5.' },
  { name: 'Hello', value: 'Hello {{user.fullName|there}}, I am {{agentName}} of {{botName}}.' },
  { name: 'Order', value: 'Your order {{user.attributes.orderId}} is on its way.' },
]

const isFocused = (control: Locator) => expect.poll(() => control.evaluate(each => each.matches(':focus'))).toBe(true)

describe('an agent with canned replies', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  async function open(): Promise<Talk & { readonly list: Locator; readonly widget: ReturnType<typeof frameIn> }> {
    await configure(world.dev, { replies: REPLIES, name: 'Pip' })
    const talk = await aTalk(world, browsing, { agent: await browsing.window(), user: await browsing.window() })
    const { page, field } = talk.agent
    await expect.poll(() => field.getAttribute('aria-haspopup')).toBe('listbox')
    return { ...talk, list: page.getByRole('listbox', { name: 'Canned replies' }), widget: frameIn(talk.user.page) }
  }

  it('answers a routine question with three keys, once the reply was used', async () => {
    const { agent, list, widget } = await open()
    const { page, field } = agent
    await page.keyboard.type('/hel')
    await list.getByRole('option', { name: /Hello/ }).waitFor()
    expect(await list.getByRole('option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await list.waitFor({ state: 'detached' })
    expect(await field.inputValue()).toBe('Hello there, I am Ana of Pip.')
    await page.keyboard.press('Enter')
    await widget.getByText('Hello there, I am Ana of Pip.').waitFor()

    for (const key of ['/', 'Enter', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => widget.getByText('Hello there, I am Ana of Pip.').count()).toBe(2)
    expect(await field.inputValue()).toBe('')
  })

  it('chooses by arrow keys, inserts after a space with Tab, and finds folded letters', async () => {
    const { agent, list } = await open()
    const { page, field } = agent
    await page.keyboard.type('Sure. /')
    const options = list.getByRole('option')
    await expect.poll(() => options.count()).toBe(3)
    const active = () => field.getAttribute('aria-activedescendant')
    await expect.poll(active).toBe(await options.nth(0).getAttribute('id'))
    await page.keyboard.press('ArrowUp')
    await expect.poll(active).toBe(await options.nth(2).getAttribute('id'))
    await page.keyboard.press('ArrowDown')
    await expect.poll(active).toBe(await options.nth(0).getAttribute('id'))
    await page.keyboard.type('OFFNUNG')
    await expect.poll(() => options.count()).toBe(1)
    await page.keyboard.press('Tab')
    expect(await field.inputValue()).toBe('Sure. We are here from 9 to 5.')
    await isFocused(field)
    expect(await field.getAttribute('aria-activedescendant')).toBeNull()
  })

  it('closes the list with Escape, which leaves what was typed, and sends a text that names no reply', async () => {
    const { agent, list, widget } = await open()
    const { page, field } = agent
    await page.keyboard.type('/he')
    await list.waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    expect(await field.inputValue()).toBe('/he')
    await isFocused(field)
    await page.keyboard.type('l')
    expect(await list.count()).toBe(0)

    await field.fill('')
    await page.keyboard.type('/etc/hosts')
    await page.getByText('No canned reply matches.').first().waitFor()
    await page.keyboard.press('Enter')
    await widget.getByText('/etc/hosts').waitFor()
    await page.keyboard.type('2 / 3 of them and/or /')
    await list.waitFor()
  })

  it('selects the gap of a variable without a value, says which, and sends nothing before it is filled', async () => {
    const { agent, widget } = await open()
    const { page, field } = agent
    await page.keyboard.type('/order')
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('Your order ___ is on its way.')
    await page.getByText('There is no value for user.attributes.orderId.').waitFor()
    const selected = () =>
      field.evaluate(each => {
        const { value, selectionStart, selectionEnd } = each as HTMLTextAreaElement
        return value.slice(selectionStart, selectionEnd)
      })
    expect(await selected()).toBe('___')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    expect(await selected()).toBe('___')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    expect(await selected()).toBe('___')
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    await page.keyboard.type('/order')
    expect(await page.getByRole('listbox').count()).toBe(0)
    await field.fill('')
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await page.keyboard.press('Enter')
    expect(await selected()).toBe('___')
    await page.keyboard.type('4711')
    await page.getByText('There is no value for').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await widget.getByText('Your order 4711 is on its way.').waitFor()
    expect(await widget.getByText('___').count()).toBe(0)

    await page.keyboard.type('Sign here: ___')
    await page.keyboard.press('Enter')
    await widget.getByText('Sign here: ___').waitFor()
  })

  it('makes an own reply from the text of the field, uses it, changes it and deletes it', async () => {
    const { agent, list, widget } = await open()
    const { page, field } = agent
    const dialog = page.getByRole('dialog')
    await page.keyboard.type('I ask the warehouse and come back to you.')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: /Save as canned reply/ }).click()
    await isFocused(dialog.getByRole('textbox', { name: 'Name' }))
    await page.keyboard.press('Enter')
    await dialog.getByText('Enter a text.').waitFor()
    await page.keyboard.type('Warehouse')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await isFocused(field)

    await field.fill('')
    await page.keyboard.type('/ware')
    await list.getByRole('option', { name: /Warehouse Own/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await widget.getByText('I ask the warehouse and come back to you.').waitFor()

    await page.keyboard.type('/')
    await page.getByRole('button', { name: 'My canned replies' }).click()
    await dialog.getByRole('button', { name: 'Change “Warehouse”' }).click()
    const text = dialog.getByRole('textbox', { name: 'Text' })
    await text.fill('Dear {{user.name}}, I ask the warehouse.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('There is no variable {{user.name}}.').waitFor()
    await isFocused(text)
    await text.fill('I ask the warehouse, ')
    await text.press('End')
    await dialog.getByRole('button', { name: 'agentName' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('I ask the warehouse, {{agentName}}').waitFor()

    await dialog.getByRole('button', { name: 'Delete “Warehouse”' }).click()
    await dialog.getByText('You have none yet.').waitFor()
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await dialog.getByText('I ask the warehouse, {{agentName}}').waitFor()
    await page.keyboard.press('Escape')
    await isFocused(field)
    await page.keyboard.type('ware')
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('I ask the warehouse, Ana')
  })

  it('sees the links of the user, without those that lack a value, and they open in a new tab', async () => {
    await configure(world.dev, {
      links: [
        { label: 'Customer', url: 'https://crm.example/users/{{conversation.id}}' },
        { label: 'Orders', url: 'https://crm.example/orders/{{user.attributes.orderId}}' },
      ],
    })
    const { agent, session } = await open()
    const profile = agent.page.getByRole('complementary', { name: 'Profile' })
    const link = profile.getByRole('link', { name: 'Customer (opens in a new tab)' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(`https://crm.example/users/${session}`)
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
    expect(await profile.getByRole('link', { name: /Orders/ }).count()).toBe(0)
  })
})
