import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAIN, ran } from './cli.ts'
import { call, type TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'

describe('the command line', () => {
  const world = runningWorld('sqlite')
  let bot: TestBot
  let folder: string
  const env = () => ({ INTERLUDE_URL: world.dev.url, INTERLUDE_TOKEN: world.dev.adminToken, INTERLUDE_BOT: bot.botId })
  const cli = (...args: string[]) => ran(args, env())
  const printed = async (...args: string[]) => {
    const { code, out, err } = await cli(...args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return out
  }
  const sessionOf = async (userId: string) => {
    const { body } = await bot.receive(userId, { text: `I am ${userId}`, user: { fullName: `User ${userId}` } })
    return body.session
  }
  /** A program that stands for an editor, and replaces one text by another. */
  const editor = async (name: string, script: string) => {
    const path = join(folder, name)
    await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return path
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'interlude-cli-test-'))
    bot = await world.bot('cli', { mode: 'gate', name: 'Pip', handoffs: { queues: { sales: { name: 'Sales' } } } })
  })

  afterAll(async () => await rm(folder, { recursive: true, force: true }))

  it('explains itself, and what it does not understand', async () => {
    const help = await ran(['--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const group of ['bots', 'config', 'keys', 'agents', 'queues', 'subscriptions', 'sessions', 'transcripts']) {
      expect(help.out).toContain(`interlude ${group}`)
      const { code, err } = await ran([group])
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`See: interlude ${group} --help`) })
    }
    expect(await ran(['sessions', 'lsit'])).toMatchObject({ code: 2, err: expect.stringContaining('lsit') })
    expect(await cli('sessions', 'list', '--view', 'wating')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Choices: "waiting"'),
    })
    expect((await ran(['completion'])).out).toContain('interlude')
  }, 60_000)

  it('says which address, token or bot it lacks', async () => {
    const { url, adminToken } = world.dev
    expect(await ran(['bots', 'list'], { INTERLUDE_DATA: folder })).toMatchObject({
      code: 1,
      err: expect.stringContaining('npm start'),
    })
    expect((await ran(['bots', 'list', '--url', url])).err).toContain('Set INTERLUDE_TOKEN')
    expect((await ran(['bots', 'list', '--url', 'here'], { INTERLUDE_TOKEN: 'x' })).err).toContain('no address')
    expect((await ran(['bots', 'list', '--url', url], { INTERLUDE_TOKEN: 'x' })).err).toMatch(/^auth\./)
    expect((await ran(['bots', 'list', '--url', 'http://127.0.0.1:1'], { INTERLUDE_TOKEN: 'x' })).err).toContain(
      'client.unreachable',
    )
    expect((await ran(['bots', 'list', '--url', url, '--token-file', join(folder, 'none')])).err).toContain('ENOENT')
    // The demo's bot is there, too.
    const unnamed = await ran(['queues', 'list'], { INTERLUDE_URL: url, INTERLUDE_TOKEN: adminToken })
    expect(unnamed.err).toContain('Name a bot with --bot')
    await writeFile(join(folder, 'token'), `${adminToken}\n`)
    const named = await ran(['bots', 'list', '--url', `${url}/`, '--token-file', join(folder, 'token')])
    expect(named.out).toContain(bot.botId)
    expect((await ran(['bots', 'list'], { INTERLUDE_DATA: world.interlude.data })).out).toContain(bot.botId)
  }, 60_000)

  it('shows a report as a table and as CSV, and says which day is wrong', async () => {
    const day = new Date().toISOString().slice(0, 10)
    expect(await printed('reports', '--from', day)).toMatch(new RegExp(`^${day} to ${day}, days of UTC`))
    expect(await printed('reports', '--csv', 'hour')).toMatch(/^\ufeffhour_of_start,handoffs,/)
    expect(await cli('reports', '--from', 'monday')).toMatchObject({ code: 1, err: expect.stringContaining('from') })
  }, 60_000)

  it('lists, shows, pauses and unpauses conversations', async () => {
    const session = await sessionOf('carla')
    expect(await printed('sessions', 'list')).toBe('There is no such conversation.\n')
    expect(await printed('sessions', 'list', '--view', 'all')).toMatch(
      new RegExp(`${session} +User carla +api +the bot`),
    )
    const reason = ['--reason', 'asked by phone', '--priority', 'high', '--queue', 'sales']
    // An agent is alerted if a program pauses; a person who pauses has the conversation.
    const byKey = await ran(['sessions', 'pause', session, ...reason], { ...env(), INTERLUDE_TOKEN: bot.key })
    expect(byKey).toEqual({ code: 0, out: `${session}: with nobody yet.\n`, err: '' })
    expect(await printed('sessions', 'pause', session)).toBe(`${session}: with nobody yet, as before.\n`)
    expect(await printed('sessions', 'list', '--view', 'waiting', '--queue', 'sales')).toContain('nobody yet')
    expect(await printed('queues', 'list')).toMatch(/sales +Sales +1/)
    const { control } = JSON.parse(await printed('sessions', 'show', session))
    expect(control).toMatchObject({ holder: 'human', reason: 'asked by phone', handoff: { priority: 'high' } })
    const comment = ['--outcome', 'resolved', '--comment', 'done by phone']
    expect(await printed('sessions', 'unpause', session, ...comment)).toBe(`${session}: with the bot.\n`)
    const log = await bot.transcript(session)
    expect(log.at(-1)).toMatchObject({ kind: 'resumed', outcome: 'resolved', comment: 'done by phone' })
    expect(await cli('sessions', 'show', 'ses_0000000000000000000000')).toMatchObject({
      code: 1,
      err: 'session.not_found: this bot has no such conversation\n',
    })
  }, 60_000)

  it('changes the configuration field by field, and names the field of each mistake', async () => {
    expect(JSON.parse(await printed('config', 'get', 'handoffs.queues.sales'))).toEqual({ name: 'Sales' })
    expect(await printed('config', 'set', 'handoffs.queues.sales.capacity', '3')).toMatch(/version \d+ now/)
    expect(await printed('config', 'get', 'handoffs.queues.sales.capacity')).toBe('3\n')
    expect(await cli('config', 'set', 'handoffs.queues.sales.capacity', 'many')).toMatchObject({
      code: 1,
      err: expect.stringContaining('handoffs.queues.sales.capacity: '),
    })
    expect((await cli('config', 'set', 'name.first', 'x')).err).toBe('name has no fields.\n')
    expect(await printed('config', 'unset', 'handoffs.queues.sales.capacity')).toContain('is removed')
    expect((await cli('config', 'get', 'handoffs.queues.sales.capacity')).code).toBe(1)
  }, 60_000)

  it('sets canned replies and links, and says the same about a wrong variable as the API', async () => {
    const hello = [{ name: 'Hello', value: 'Hello {{user.fullName|there}}!' }]
    const link = { label: 'CRM', url: 'https://crm.example/users/{{user.attributes.crmId}}' }
    await printed('config', 'set', 'replies', JSON.stringify(hello))
    await printed('config', 'set', 'replyTrigger', '#')
    await printed('config', 'set', 'links', JSON.stringify([link]))
    expect(JSON.parse(await printed('config', 'get', 'replies'))).toEqual(hello)
    const token = await world.agentToken(bot.botId, 'Ana')
    expect((await bot.get('replies', token)).body).toEqual({
      items: [{ ...hello[0], scope: 'shared' }],
      trigger: '#',
    })
    expect((await bot.get('links', token)).body).toEqual({ items: [link] })

    for (const [path, wrong] of [
      ['replies', [{ name: 'Hello', value: 'Hello {{user.firstName}}!' }]],
      ['replies', [{ name: 'Hello', value: 'Hello {{user.fullName!' }]],
      ['links', [{ label: 'CRM', url: 'https://{{user.attributes.host}}/' }]],
      ['replyTrigger', 'a'],
    ] as const) {
      const { body: config } = await bot.get<object>('config', world.dev.adminToken)
      const answer = await call<{ code: string; errors: { path: string; message: string }[] }>(bot.url, {
        method: 'PUT',
        token: world.dev.adminToken,
        json: { ...config, [path]: wrong },
      })
      const [first] = answer.body.errors
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
      const { code, err } = await cli('config', 'set', path, JSON.stringify(wrong))
      expect({ code, err }).toEqual({ code: 1, err: `request.invalid:\n  ${first?.path}: ${first?.message}\n` })
    }
  }, 60_000)

  it('stores what the editor saves, and keeps what it cannot store', async () => {
    const edits = async (script: string) =>
      ran(['config', 'edit'], { ...env(), EDITOR: await editor('editor', script), TMPDIR: folder })
    const left = async () => (await readdir(folder)).filter(name => name.startsWith('interlude-config-'))
    expect((await edits('true')).out).toBe('Nothing was changed.\n')
    expect((await edits(`sed -i 's/"Pip"/"Pop"/' "$1"`)).out).toMatch(/stored as version/)
    expect(await printed('config', 'get', 'name')).toBe('"Pop"\n')
    expect(await left()).toEqual([])

    const wrong = await edits(`sed -i 's/"Pop"/5/' "$1"`)
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/name: .*\n.*Your text is kept in/s) })
    expect((await edits('echo "{" > "$1"')).err).toContain('The text is no JSON')
    // The editor runs the command line, which changes the configuration first.
    const set = `${process.execPath} --disable-warning=ExperimentalWarning ${MAIN} config set name Pup`
    const late = await edits(`${set}; sed -i 's/"Pop"/"Pap"/' "$1"`)
    expect(late).toMatchObject({ code: 1, err: expect.stringContaining('Somebody else stored version') })
    expect(late.err).toContain('name: "Pop" → "Pup". You both changed it; yours counts: "Pap"')
    const kept = /kept in (\S+)\./.exec(late.err)?.[1] ?? ''
    expect(await readFile(kept, 'utf8')).toContain('"Pap"')
    expect(await printed('config', 'get', 'name')).toBe('"Pup"\n')
    expect(await left()).toHaveLength(3)
  }, 60_000)

  it('merges what the editor saves with what somebody else stored meanwhile', async () => {
    expect(await printed('config', 'set', 'name', 'Pip')).toContain('is set')
    const set = (field: string, value: string) =>
      `${process.execPath} --disable-warning=ExperimentalWarning ${MAIN} config set ${field} ${value}`
    const script = [
      set('handoffs.queues.sales.capacity', '4'),
      set('turns', 'serial'),
      `sed -i 's/"Pip"/"Pap"/; s/"overlap"/"serial"/; s/"Sales"/"Shop"/' "$1"`,
    ]
    const EDITOR = await editor('merging', script.join('; '))
    const { code, out, err } = await ran(['config', 'edit', '--merge'], { ...env(), EDITOR, TMPDIR: folder })
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/stored as version/) })
    expect(err).toContain('handoffs.queues.sales.capacity: nothing → 4')
    expect(err).toContain('turns: "overlap" → "serial"\n')
    expect(JSON.parse(await printed('config', 'get'))).toMatchObject({
      name: 'Pap',
      turns: 'serial',
      handoffs: { queues: { sales: { name: 'Shop', capacity: 4 } } },
    })
  }, 60_000)

  it('sets the tags and macros of a bot, and names the field that is wrong', async () => {
    await printed('config', 'set', 'tags', '["VIP","refund"]')
    await printed(
      'config',
      'set',
      'macros',
      '[{"name":"Refund","text":"Hello {{user.fullName|there}}","tags":["refund"]}]',
    )
    expect(await printed('config', 'get', 'macros.0.tags')).toContain('refund')
    expect((await cli('config', 'set', 'macros.0.tags', '["gone"]')).err).toContain('macros.0.tags.0')
    expect((await cli('config', 'set', 'tags', '["VIP","vip"]')).err).toContain('tags.1')
  }, 60_000)

  it('creates bots, and keys that are shown once', async () => {
    expect(await printed('bots', 'create', 'second', '--name', 'Second')).toContain('is created')
    expect(await printed('bots', 'list')).toMatch(/second +Second +answers/)
    expect((await cli('bots', 'create', 'a b')).err).toContain('botId: ')
    const key = (await printed('keys', 'create', '--bot', 'second', '--label', 'shop')).trim()
    const asBot = (...args: string[]) => ran(args, { ...env(), INTERLUDE_BOT: 'second', INTERLUDE_TOKEN: key })
    expect(await asBot('sessions', 'list')).toMatchObject({ code: 0 })
    const list = await printed('keys', 'list', '--bot', 'second')
    expect(list).not.toContain(key)
    const keyId = /(key\S+) +shop/.exec(list)?.[1] ?? ''
    expect(await printed('keys', 'revoke', keyId, '--bot', 'second')).toContain('is revoked')
    expect((await cli('keys', 'revoke', keyId, '--bot', 'second')).err).toContain('key.not_found')
  }, 60_000)

  it('adds, lists and removes the receivers of alerts', async () => {
    const filter = ['--priority', 'high', 'urgent', '--queue', 'sales']
    expect(await printed('subscriptions', 'add', 'email', 'ops@example.org', ...filter)).toContain(
      'was asked to confirm',
    )
    const [line = ''] = (await printed('subscriptions', 'list', '--json')).trim().split('\n')
    const { id, ...added } = JSON.parse(line)
    expect(added).toMatchObject({
      endpoint: 'ops@example.org',
      filter: { priority: ['high', 'urgent'], queue: ['sales'] },
    })
    expect((await cli('subscriptions', 'add', 'email', 'nonsense')).err).toContain(
      'endpoint: must be an e-mail address',
    )
    expect((await cli('subscriptions', 'add', 'pigeon', 'coop')).code).toBe(2)
    expect((await cli('subscriptions', 'remove', id)).code).toBeLessThan(2)
    expect(await printed('agents', 'list', '--queue', 'sales')).toContain('No agent was connected')
  }, 60_000)

  it('exports every entry of every conversation as a line of JSON', async () => {
    const long = await sessionOf('long')
    const ana = await world.agentToken(bot.botId, 'Ana')
    for (let n = 0; n < 130; n++) await bot.post(`conversations/${long}/notes`, { text: `line ${n}` }, ana)
    const out = join(folder, 'log.jsonl')
    const one = await cli('transcripts', 'export', long, '--out', out)
    expect(one).toEqual({ code: 0, out: '', err: '131 entries of 1 conversation were written.\n' })
    const lines = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 131 }, (_, n) => n + 1))
    expect(lines[130]).toMatchObject({ session: long, kind: 'note', text: 'line 129' })

    const all = (await cli('transcripts', 'export')).out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(new Set(all.map(({ session }) => session)).size).toBe(2)
    expect(all.filter(({ session }) => session === long)).toEqual(lines)

    const missing = await cli('transcripts', 'export', long, 'ses_0000000000000000000000', '-o', join(folder, 'half'))
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('session.not_found') })
    expect((await readdir(folder)).filter(name => name.startsWith('half'))).toEqual([])
    const nowhere = await cli('transcripts', 'export', long, '-o', join(folder, 'no', 'folder'))
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('ENOENT') })
  }, 60_000)
})
