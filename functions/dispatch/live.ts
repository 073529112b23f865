import type { App } from '../../lib/app.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import { socketsByBot } from './dispatch.ts'
import { pushInbox } from './inbox.ts'

/** Shows those who follow every conversation what happened to each in the last second. Best effort: the list can be read anew. */
export async function dispatchLive(app: App, records: readonly { readonly change: SessionChange }[]): Promise<void> {
  const sockets = await socketsByBot(app, records)
  await pushInbox(
    app,
    'live',
    records.map(({ change }) => change),
    sockets,
  )
}
