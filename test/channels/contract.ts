import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../lib/session/policy.ts'
import type { CalledPlatform, ChannelWorld, Platform } from './channel-world.ts'

type Opened<P> = { readonly world: ChannelWorld; readonly platform: P }

const [firstRetryMs = 0, secondRetryMs = 0] = defaultPolicy.retryMs

/** Whether the platform of a channel tells what the user got and read. */
interface Tells {
  readonly receipts: boolean
}

/** The promises of every channel: those of the way in, and what the user gets. */
export function channelContract(
  name: string,
  open: () => Promise<Opened<Platform>>,
  tells: Tells = { receipts: true },
): void {
  describe(`the channel ${name}`, () => {
    const { world, platform } = opened(open)

    it("asks the bot about a user's message, and brings its answer", async () => {
      await platform().userWrites('hello')
      await world().goesOn()
      expect(await platform().got()).toEqual(['bot: hello'])
    })

    it('keeps the order of messages and answers', async () => {
      for (const text of ['one', 'two', 'three']) {
        await platform().userWrites(text)
        await world().goesOn()
      }
      expect(await platform().got()).toEqual(['bot: one', 'bot: two', 'bot: three'])
    })

    it('changes nothing when the platform tells of a message again', async () => {
      const { who } = platform()
      const id = await platform().userWrites('hello')
      await world().goesOn()
      const before = await world().log(who)
      for (let times = 0; times < 3; times++) await platform().tellsAgain(id)
      await world().goesOn()
      expect(await world().log(who)).toEqual(before)
      expect(world().asked()).toEqual(['hello'])
      expect(await platform().got()).toEqual(['bot: hello'])
    })

    it("brings an agent's messages, and none of the bot, after a pause", async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      await world().agentPauses(who)
      await platform().userWrites('a person, please')
      await world().goesOn()
      await world().agentSays(who, 'I am Ana')
      await world().agentSays(who, 'how can I help?')
      await world().goesOn()
      expect(await platform().got()).toEqual(['bot: hello', 'I am Ana', 'how can I help?'])
      expect(world().asked()).toEqual(['hello'])
    })

    it('gives the conversation back to the bot', async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      await world().agentPauses(who)
      await world().agentResumes(who)
      await platform().userWrites('and now?')
      await world().goesOn()
      expect(await platform().got()).toEqual(['bot: hello', 'bot: and now?'])
    })

    it('brings a long text whole, in the order of its words', async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      const words = Array.from({ length: 1_500 }, (_, at) => `word${at}`)
      await world().agentSays(who, words.join(' '))
      await world().goesOn()
      const [, ...parts] = await platform().got()
      expect(parts.join(' ').split(/\s+/)).toEqual(words)
    })

    if (tells.receipts) {
      it('tells which messages the user got, and which the user read', async () => {
        const { who } = platform()
        await platform().userWrites('hello')
        await world().goesOn()
        await world().agentPauses(who)
        const one = await world().agentSays(who, 'one')
        await world().goesOn()
        await platform().gets()
        const got = await world().receipts(who)
        expect(got.deliveredUpTo).toBeGreaterThanOrEqual(one)
        expect(got.readUpTo).toBeLessThan(one)

        await platform().reads()
        const read = await world().receipts(who)
        expect(read.readUpTo).toBeGreaterThanOrEqual(one)
        const two = await world().agentSays(who, 'two')
        await world().goesOn()
        expect((await world().receipts(who)).readUpTo).toBeLessThan(two)
        await platform().reads()
        expect((await world().receipts(who)).readUpTo).toBeGreaterThanOrEqual(two)
      })
    } else {
      it('claims of no message that the user got or read it', async () => {
        const { who } = platform()
        await platform().userWrites('hello')
        await world().goesOn()
        await platform().gets()
        await platform().reads()
        expect(await platform().got()).toEqual(['bot: hello'])
        expect(await world().receipts(who)).toMatchObject({ deliveredUpTo: 0, readUpTo: 0 })
      })
    }

    it('shows something for a content of an unknown shape', async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      await world().agentSays(who, { type: 'custom', payload: { type: 'hologram', angle: 7 } })
      await world().goesOn()
      const got = await platform().got()
      expect(got).toHaveLength(2)
      expect(got[1]).not.toBe('')
    })
  })
}

/** The promises of a channel whose platform Interlude calls. */
export function calledChannelContract(
  name: string,
  open: () => Promise<Opened<CalledPlatform>>,
  tells: Tells = { receipts: true },
): void {
  channelContract(name, open, tells)

  describe(`the calls of the channel ${name}`, () => {
    const { world, platform } = opened(open)

    /** A conversation that Ana holds. */
    const held = async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      await world().agentPauses(who)
      await world().goesOn()
      return who
    }

    it.each(['fails for a while', 'hangs up', 'says too many'] as const)(
      'hold later messages back while the platform %s, and then bring each once, in order',
      async how => {
        const who = await held()
        platform().breaks(how, 1)
        await world().agentSays(who, 'one')
        await world().agentSays(who, 'two')
        await world().goesOn()
        expect(await platform().got()).toEqual(['bot: hello'])
        // A platform that asks to wait is left alone for longer than one that fails.
        for (let tries = 0; tries < 20 && (await platform().got()).length < 3; tries++) {
          await world().after(secondRetryMs)
        }
        expect(await platform().got()).toEqual(['bot: hello', 'one', 'two'])
      },
    )

    it('end with a reason when the platform refuses, and go on with the next message', async () => {
      const who = await held()
      platform().breaks('refuses', 1)
      const seq = await world().agentSays(who, 'one')
      await world().agentSays(who, 'two')
      await world().goesOn()
      expect(await platform().got()).toEqual(['bot: hello', 'two'])
      const failed = (await world().log(who)).find(entry => entry.kind === 'undeliverable')
      expect(failed).toMatchObject({ of: seq, reason: expect.stringMatching(/\w/) })
    })

    it('never bring a bot message that waits when a person takes the conversation', async () => {
      const { who } = platform()
      await platform().userWrites('hello')
      await world().goesOn()
      platform().breaks('fails for a while', 1)
      await platform().userWrites('and this?')
      await world().goesOn()
      await world().agentPauses(who)
      await world().agentSays(who, 'I am Ana')
      await world().goesOn()
      await world().after(firstRetryMs)
      await world().after(secondRetryMs)
      expect(await platform().got()).toEqual(['bot: hello', 'I am Ana'])
      expect((await world().log(who)).some(({ kind }) => kind === 'withheld')).toBe(true)
    })

    it('go on after the last part of a message that the platform took', async () => {
      const who = await held()
      const words = Array.from({ length: 1_500 }, (_, at) => `word${at}`)
      platform().breaksAfter(1, 'fails for a while', 1)
      await world().agentSays(who, words.join(' '))
      await world().goesOn()
      await world().after(firstRetryMs)
      await world().after(secondRetryMs)
      const [, ...parts] = await platform().got()
      expect(parts.join(' ').split(/\s+/)).toEqual(words)
    })
  })
}

function opened<P extends Platform>(open: () => Promise<Opened<P>>) {
  let current: Opened<P> | undefined
  beforeEach(async () => {
    current = await open()
  })
  afterEach(async () => {
    await current?.platform.close()
    await current?.world.close()
  })
  const now = () => {
    if (!current) throw new Error('the channel is not open')
    return current
  }
  return { world: () => now().world, platform: () => now().platform }
}
