import { beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../cli/run.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import type { Problem } from '../../lib/protocol/problem.ts'
import { problemsOf } from '../../web/console/admin/config.ts'
import { withAt } from '../../web/console/admin/paths.ts'
import { type Place, placesIn, wholeValue, wrongValues } from '../support/schema-walk.ts'
import { call } from './client.ts'
import { runningWorld } from './running-world.ts'

interface Mistake {
  readonly name: string
  readonly path: readonly (string | number)[]
  readonly value: unknown
  /** The whole configuration with it. */
  readonly config: unknown
}

const whole = wholeValue(BotConfig)
const BOT = 'every-field'

/** Each wrong value at each place of the configuration, except at its top and its version. */
const mistakes = placesIn(BotConfig, whole)
  .filter(({ path }) => path.length > 0 && path[0] !== 'version')
  .flatMap((place: Place) => {
    const path = place.path.map(name => (/^\d+$/.test(name) ? Number(name) : name))
    return wrongValues(place).map((value): Mistake => {
      const name = `${place.path.join('.')} as ${JSON.stringify(value).slice(0, 40)}`
      return { name, path, value, config: withAt(whole, path, value) }
    })
  })
  .filter(({ config }) => !BotConfig.safeParse(config).success)

describe('a mistake in a configuration', () => {
  const world = runningWorld('sqlite')
  let stored: unknown

  const put = async (json: unknown) => {
    const { url, adminToken: token } = world.dev
    return await call<BotConfig & Problem>(`${url}/api/v1/bots/${BOT}`, { method: 'PUT', token, json })
  }

  beforeAll(async () => {
    const { status, body } = await put({ ...(whole as object), version: 0 })
    expect([status, body]).toEqual([200, expect.anything()])
    stored = body
    vi.stubEnv('INTERLUDE_URL', world.dev.url)
    vi.stubEnv('INTERLUDE_TOKEN', world.dev.adminToken)
    vi.stubEnv('INTERLUDE_BOT', BOT)
    return () => vi.unstubAllEnvs()
  })

  it('is tested at every place', () => {
    const tested = new Set(mistakes.map(({ path }) => path.join('.')))
    const places = placesIn(BotConfig, whole).map(({ path }) => path.join('.'))
    expect(places.filter(path => path !== '' && path !== 'version' && !tested.has(path))).toEqual([])
  })

  it.each(mistakes)('has the same words in the console, by REST and by the command line: $name', async mistake => {
    const config = withAt(stored, mistake.path, mistake.value)
    const console = [...problemsOf(config)].map(([path, message]) => ({ path, message }))
    const { status, body } = await put(config)
    const rest = (body.errors ?? []).map(({ path, message }) => ({ path, message }))
    expect([status, body.code, rest[0]]).toEqual([400, 'request.invalid', expect.anything()])
    expect(console).toEqual(firstOfEach(rest))

    const { code, lines } = await ranHere('config', 'set', mistake.path.join('.'), JSON.stringify(mistake.value))
    expect([code, lines[0]]).toEqual([1, 'request.invalid:'])
    expect(lines.slice(1)).toEqual(rest.map(({ path, message }) => `  ${path}: ${message.replace(/\s+/g, ' ')}`))
  })
})

/** The first message of each field. A form shows one. */
function firstOfEach<T extends { readonly path: string }>(fields: readonly T[]): readonly T[] {
  return fields.filter(({ path }, index) => fields.findIndex(each => each.path === path) === index)
}

/** Runs the command line in this process. Returns the lines of its error output. */
async function ranHere(...args: readonly string[]) {
  let text = ''
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    text += chunk
    return true
  })
  try {
    return { code: await runCli(args), lines: text.trimEnd().split('\n') }
  } finally {
    spy.mockRestore()
  }
}
