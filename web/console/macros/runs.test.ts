import { beforeEach, describe, expect, it } from 'vitest'
import { type ChosenMacro, MacroRuns, UNDO_MS } from './runs.ts'

let now = 0
let timers: { at: number; run: () => void }[] = []
const pass = (ms: number) => {
  now += ms
  for (const timer of timers.filter(({ at }) => at <= now)) {
    timers = timers.filter(each => each !== timer)
    timer.run()
  }
}

beforeEach(() => {
  now = 0
  timers = []
})

function given() {
  const sent: string[] = []
  const runs = new MacroRuns({
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(each => each !== timer)
      }
    },
  })
  const macro = (name: string, fails?: Error): ChosenMacro => ({
    name,
    send: async keepalive => {
      sent.push(keepalive ? `${name}, kept alive` : name)
      if (fails) throw fails
    },
  })
  return { runs, sent, macro }
}

describe('a chosen macro', () => {
  it('is sent after five seconds, and not before', () => {
    const { runs, sent, macro } = given()
    runs.choose(macro('Refund'))
    expect(runs.state()).toEqual({ status: 'waiting', name: 'Refund', at: UNDO_MS })
    pass(UNDO_MS - 1)
    expect(sent).toEqual([])
    pass(1)
    expect(sent).toEqual(['Refund'])
    expect(runs.state()).toEqual({ status: 'idle' })
  })

  it('is never sent if it is undone', () => {
    const { runs, sent, macro } = given()
    runs.choose(macro('Refund'))
    runs.undo()
    expect(runs.state()).toEqual({ status: 'undone', name: 'Refund' })
    pass(10 * UNDO_MS)
    runs.leave()
    runs.undo()
    expect(sent).toEqual([])
    expect(runs.state()).toEqual({ status: 'idle' })
  })

  it('is sent at once when the agent chooses another one', () => {
    const { runs, sent, macro } = given()
    runs.choose(macro('Refund'))
    pass(1_000)
    runs.choose(macro('Welcome'))
    expect(sent).toEqual(['Refund'])
    pass(UNDO_MS)
    expect(sent).toEqual(['Refund', 'Welcome'])
  })

  it('is sent at once, once, and beyond the page when the agent leaves the page', () => {
    const { runs, sent, macro } = given()
    runs.choose(macro('Refund'))
    runs.leave()
    pass(UNDO_MS)
    runs.leave()
    expect(sent).toEqual(['Refund, kept alive'])
  })

  it('tells that the server refused it, until the agent has seen it or chooses another one', async () => {
    const { runs, macro } = given()
    const error = new Error('refused')
    runs.choose(macro('Refund', error))
    pass(UNDO_MS)
    await Promise.resolve()
    expect(runs.state()).toEqual({ status: 'failed', name: 'Refund', error })
    runs.dismiss()
    expect(runs.state()).toEqual({ status: 'idle' })
  })

  it('does not hide a newer one when it fails', async () => {
    const { runs, macro } = given()
    runs.choose(macro('Refund', new Error('refused')))
    runs.choose(macro('Welcome'))
    await Promise.resolve()
    expect(runs.state()).toMatchObject({ status: 'waiting', name: 'Welcome' })
  })
})
