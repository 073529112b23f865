import { describe, expect, it } from 'vitest'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { call } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

describe('two admins who change a configuration at once', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  const configOf = async (botId: string) => {
    const { url, adminToken: token } = world.dev
    return (await call<BotConfig>(`${url}/api/v1/bots/${botId}/config`, { token })).body
  }
  const editorOf = async (botId: string) => {
    const page = await browsing.agent('Admin')
    await page.goto(`${world.dev.url}/console/${botId}/setup`)
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await save.waitFor()
    return {
      page,
      save,
      field: (name: string) => page.getByRole('textbox', { name, exact: true }),
      choice: (name: string) => page.getByRole('combobox', { name, exact: true }),
      saved: () => page.getByText('Saved.', { exact: true }).waitFor(),
    }
  }

  it('keep what each of them typed: the second sees the changes of the first, and merges them by field', async () => {
    const { botId } = await world.bot('both', { mode: 'gate', name: 'Pip', avatarUrl: 'https://shop.example/a.png' })
    const [one, two] = [await editorOf(botId), await editorOf(botId)]
    await one.field('name').fill('Pop')
    await two.field('name').fill('Pup')
    await two.field('avatarUrl').fill('https://shop.example/b.png')
    await one.choice('turns').selectOption('serial')
    await one.save.click()
    await one.saved()

    await two.save.click()
    const panel = two.page.getByRole('alert')
    await panel.getByText('Somebody else saved version 2 while you were editing.').waitFor()
    await panel.getByText('"overlap"').waitFor()
    expect(await panel.getByRole('listitem').allTextContents()).toEqual([expect.stringContaining('turns')])
    expect(await panel.getByRole('group').allTextContents()).toEqual([
      expect.stringMatching(/name.*"Pip".*"Pup".*"Pop"/),
    ])
    expect(await two.save.isDisabled()).toBe(true)
    await panel.getByRole('button', { name: 'Take over the newest version and keep my changes' }).click()
    await panel.waitFor({ state: 'detached' })
    expect(await two.field('name').inputValue()).toBe('Pup')
    expect(await two.choice('turns').inputValue()).toBe('serial')
    await two.save.click()
    await two.saved()
    expect(await configOf(botId)).toMatchObject({
      version: 3,
      name: 'Pup',
      avatarUrl: 'https://shop.example/b.png',
      turns: 'serial',
    })
  })

  it('may take the other value of a field that both changed, and keep their own in the JSON of the rest', async () => {
    const { botId } = await world.bot('taken', { mode: 'gate', name: 'Pip' })
    const [one, two] = [await editorOf(botId), await editorOf(botId)]
    await one.field('name').fill('Pop')
    await one.save.click()
    await one.saved()

    await two.page.getByRole('checkbox', { name: 'Edit as JSON' }).check()
    const json = two.page.getByRole('textbox', { name: 'Configuration as JSON' })
    const typed = JSON.parse(await json.inputValue())
    await json.fill(JSON.stringify({ ...typed, name: 'Pup', turns: 'serial' }))
    await two.save.click()
    const panel = two.page.getByRole('alert')
    await panel.getByRole('radio', { name: /^Theirs/ }).check()
    await panel.getByRole('button', { name: /^Take over/ }).click()
    expect(JSON.parse(await json.inputValue())).toMatchObject({ version: 2, name: 'Pop', turns: 'serial' })
    await two.save.click()
    await two.saved()
    expect(await configOf(botId)).toMatchObject({ version: 3, name: 'Pop', turns: 'serial' })
    expect(JSON.parse(await json.inputValue())).toMatchObject({ version: 3 })
  })
})
