import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import type { Fault } from '../../local/graph/faults.ts'
import type { Break, CalledPlatform } from './channel-world.ts'
import { calledChannelContract } from './contract.ts'
import { messengerWorld, PERSONA } from './messenger-platform.ts'

/** The double of Messenger: its webhooks and its Send API over real HTTP. */
const opening =
  (options: Partial<MessengerChannel> = {}) =>
  async () => {
    const { world, graph, page, whoIs, textsTo, post, signature, close } = await messengerWorld(options)
    const maria = graph.addPerson(page)
    const platform: CalledPlatform = {
      who: whoIs(maria),
      async userWrites(text) {
        const mid = maria.says(text)
        await graph.webhooks.idle()
        return mid
      },
      async tellsAgain(mid) {
        const told = graph.webhooks.attempts.find(({ body }) => body.includes(mid))
        if (!told) throw new Error(`no webhook told of ${mid}`)
        const status = await post(told.body, signature(told.body))
        if (status !== 200) throw new Error(`answered ${status}`)
      },
      // The device is on, so it gets each message at once.
      gets: async () => await graph.webhooks.idle(),
      async reads() {
        world.clock.advance(1)
        maria.reads()
        await graph.webhooks.idle()
      },
      got: async () => textsTo(maria),
      breaks: (how, calls) => graph.faults.next(calls, FAULTS[how]),
      breaksAfter(through, how, calls) {
        graph.faults.next(through, {})
        graph.faults.next(calls, FAULTS[how])
      },
      close,
    }
    return { world, platform }
  }

const FAULTS: Readonly<Record<Break, Fault>> = {
  'fails for a while': { code: 1200 },
  'hangs up': { hangUp: true },
  'says too many': { code: 613 },
  refuses: { code: 551 },
}

calledChannelContract('messenger', opening())
calledChannelContract('messenger, under personas', opening(PERSONA))
