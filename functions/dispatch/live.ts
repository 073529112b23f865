import type { App } from '../../lib/app.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import { socketsByBot } from './dispatch.ts'
import { pushInbox } from './inbox.ts'

/**
 * Pushes the changes of the last second to the subscribers of `live`. Best effort: a client can read the list again.
 */
export async function dispatchLive(app: App, records: readonly { readonly change: SessionChange }[]): Promise<void> {
  const sockets = await socketsByBot(app, records)
  await pushInbox(
    app,
    'live',
    records.map(({ change }) => change),
    sockets,
  )
}
