import { agentOf } from '../../lib/auth/caller.ts'
import { markRead } from '../../lib/conversations/read-marks.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { readMarkRoutes as specs } from '../../lib/protocol/routes/read-marks.ts'

const mark = route(specs.markRead, async ({ params, body: { seq }, caller }, app) => {
  return await markRead(app, params, { agentId: agentOf(caller).id, seq })
})

const marks = route(specs.readMarks, async ({ body: { sessions }, caller }, app) => {
  const found = await app.store.readMarks(agentOf(caller).id, sessions, app.clock.now())
  return { marks: Object.fromEntries(found) }
})

/** The routes of read marks. */
export const readMarkRoutes: readonly Route[] = [mark, marks]
