import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { OutsideCalls } from './operators.ts'

export type Ask = 'be calm' | 'what came?'
export type Told =
  | { readonly what: 'there'; readonly botUrl: string; readonly channelUrl: string }
  | { readonly what: 'be calm' }
  | { readonly what: 'what came?'; readonly calls: OutsideCalls }

/** The operator's bot and channel in a process of their own. */
export interface Operators {
  readonly botUrl: string
  readonly channelUrl: string
  /** Makes both answer well and at once from now on. */
  beCalm(): Promise<void>
  /** All calls to them so far. */
  calls(): Promise<OutsideCalls>
  end(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('./operators-program.ts', import.meta.url))

export async function startOperators(seed: number, botTimeoutMs: number): Promise<Operators> {
  const child = fork(PROGRAM, [`${seed}`, `${botTimeoutMs}`], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const next = <What extends Told['what']>(what: What) =>
    new Promise<Extract<Told, { what: What }>>((resolve, reject) => {
      const failed = () => reject(new Error('the bot and the channel are gone'))
      const hear = (told: Told) => {
        if (told.what !== what) return
        child.off('message', hear)
        child.off('exit', failed)
        resolve(told as Extract<Told, { what: What }>)
      }
      child.on('message', hear)
      child.once('exit', failed)
    })
  const ask = async <What extends Ask>(what: What) => {
    const told = next(what)
    child.send(what)
    return await told
  }
  const { botUrl, channelUrl } = await next('there')
  return {
    botUrl,
    channelUrl,
    beCalm: async () => void (await ask('be calm')),
    calls: async () => (await ask('what came?')).calls,
    async end() {
      child.disconnect()
      await gone
    },
  }
}
