import { lazy, Suspense } from 'react'
import { ADD_LOOK } from './add/look.ts'
import type { Holding } from './holding.ts'

/** Loads with the first conversation that the agent has, or that waits. */
const MacroMenu = lazy(async () => ({ default: (await import('../macros/MacroMenu.tsx')).MacroMenu }))

/** Offers the bot's macros if the agent has the conversation, or nobody does. */
export function MacroButton({ session, holding }: { session: string; holding: Holding }) {
  if (holding.by !== 'me' && holding.by !== 'nobody') return null
  return (
    <Suspense>
      <MacroMenu session={session} className={ADD_LOOK} />
    </Suspense>
  )
}
