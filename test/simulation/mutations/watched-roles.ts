import { maria } from '../../support/people.ts'
import { zoe } from '../earlier.ts'
import type { Kit } from '../explored-world.ts'
import { combine } from '../hash.ts'
import type { Cast } from '../roles.ts'
import { Seen } from './onlookers.ts'

/** Wraps the run of a role. */
function around(make: Cast, wrap: (kit: Kit, run: (kit: Kit) => Promise<unknown>) => Promise<unknown>): Cast {
  return names => {
    const role = make(names)
    const beginnings: typeof role.beginnings = (world, self) =>
      role.beginnings(world, self).map(each => ({ ...each, run: kit => wrap(kit, each.run) }))
    return { ...role, beginnings }
  }
}

/** Fails if a caller is refused as busy: few enough callers compete here. */
export function notTurnedAway(make: Cast): Cast {
  return around(make, async (kit, run) => {
    try {
      await run(kit)
    } catch (error) {
      if (error instanceof kit.subject.InterludeError && error.code === 'session.busy')
        throw new Seen('refused as busy, and nobody else is at it any more')
      throw error
    }
  })
}

/** Fails if the log has more alerts than SNS accepted. */
export function alertsAsLogged(make: Cast): Cast {
  return around(make, async (kit, run) => {
    let published = 0
    const publish: Kit['app']['notifier']['publish'] = async notice => {
      const id = await kit.app.notifier.publish(notice)
      published++
      return id
    }
    const before = await alertsNoted(kit)
    await run({ ...kit, app: { ...kit.app, notifier: { publish } } })
    const noted = (await alertsNoted(kit)) - before
    if (noted > published) throw new Seen(`the log counts ${noted} alerts, and SNS took ${published}`)
  })
}

async function alertsNoted({ app, subject }: Kit): Promise<number> {
  const log = await app.store.entries(subject.sessionId(maria), { after: 0, limit: 1_000 })
  return log.filter(({ kind }) => kind === 'alerted').length
}

/** Fails if one batch publishes more than one notice. */
export function oneNoticeABatch(make: Cast): Cast {
  return around(make, async (kit, run) => {
    let published = 0
    const tooMany = Promise.withResolvers<never>()
    const publish: Kit['app']['notifier']['publish'] = async notice => {
      published++
      // Reported at once, because the rest of the run would only add histories.
      if (published > 1) tooMany.reject(new Seen('two notices go out for people who ask at the same time'))
      return await kit.app.notifier.publish(notice)
    }
    await Promise.race([run({ ...kit, app: { ...kit.app, notifier: { publish } } }), tooMany.promise])
  })
}

/** A function that the store may refuse a conversation: its batch fails, and is delivered again. */
export function mayBeRefused(make: Cast): Cast {
  return names => {
    const role = make(names)
    const beginnings: typeof role.beginnings = (world, self) =>
      role.beginnings(world, self).flatMap(each => [
        each,
        {
          ...each,
          key: combine(each.key, 1),
          label: `${each.label}, and cannot reach the store`,
          run: kit => each.run({ ...kit, app: { ...kit.app, store: { ...kit.app.store, entries: refusal(kit) } } }),
        },
      ])
    return { ...role, beginnings }
  }
}

function refusal({ subject }: Kit): Kit['app']['store']['entries'] {
  return () => Promise.reject(new subject.InterludeError('store.unavailable', 'the store cannot be reached'))
}

/** Makes every call for maria's conversation fail. */
export function withPoison(make: Cast): Cast {
  return around(make, async (kit, run) => {
    const { store } = kit.app
    const poison = kit.subject.sessionId(maria)
    const load: typeof store.load = async id => {
      if (id === poison) throw new kit.subject.InterludeError('store.unavailable', 'this item cannot be read')
      return await store.load(id)
    }
    await run({ ...kit, app: { ...kit.app, store: { ...store, load } } }).catch(error => {
      throw new Seen(`the clock breaks off at a conversation that fails: ${String(error)}`)
    })
    const loaded = await store.load(kit.subject.sessionId(zoe))
    if (loaded?.session.recent.some(({ turn }) => turn?.status === 'open'))
      throw new Seen('one conversation that fails keeps the clock from another')
  })
}
