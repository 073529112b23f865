import type { TypingParty } from '../../../lib/client/index.ts'
import type { Companion } from '../data/presence.ts'
import { useTexts } from '../texts/useTexts.ts'

/** Names those who are typing. The empty line keeps its height, so that nothing moves. */
export function TypingLine({
  name,
  parties,
  companions,
}: {
  name: string
  parties: readonly TypingParty[]
  companions: readonly Companion[]
}) {
  const { log, presence } = useTexts()
  const isUserTyping = parties.includes('user')
  return (
    <p className="flex h-6 shrink-0 items-center gap-3 truncate px-4 text-small text-text-2">
      {isUserTyping && <bdi className="truncate">{log.typing(name)}</bdi>}
      {companions.map(({ id, name: agent, typing }) => {
        if (typing === undefined) return null
        return (
          <bdi key={id} className="truncate text-person">
            {typing === 'note' ? presence.writesNote(agent) : log.typing(agent)}
          </bdi>
        )
      })}
    </p>
  )
}
