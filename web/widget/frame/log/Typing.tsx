import { useEffect, useState } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import { asLine } from '../../../../lib/protocol/line.ts'
import { useWords } from '../context.ts'
import { holderOf } from './holder.ts'

/** Longest time for which the dots show that the bot is answering. */
const BOT_THINKS_MS = 20_000

/** Shows that the other side is typing: an agent, or a bot that has yet to answer. */
export function Typing({ snapshot }: { readonly snapshot: ConversationSnapshot }) {
  const { say, botName } = useWords()
  const owes = useOwed(snapshot)
  const holder = holderOf(snapshot.entries, snapshot.isPaused)
  const isPerson = snapshot.typing.includes('agent')
  if (!isPerson && !owes && !snapshot.typing.includes('bot')) return null
  const person = holder.holder === 'person' ? asLine(holder.name ?? '') : ''
  const name = isPerson ? person || say('aPerson') : botName
  return (
    <p class="typing" data-speaker={isPerson ? 'person' : 'bot'}>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="unseen">{say('types', { name })}</span>
    </p>
  )
}

/** Says whether the bot has yet to answer the newest message. */
function useOwed({ entries, isPaused }: ConversationSnapshot): boolean {
  const last = entries.findLast(entry => entry.kind === 'message')
  const since = isPaused !== true && last?.by.type === 'user' ? Date.parse(last.at) : undefined
  const [ended, setEnded] = useState<number>()
  useEffect(() => {
    if (since === undefined) return
    const timer = setTimeout(() => setEnded(since), since + BOT_THINKS_MS - Date.now())
    return () => clearTimeout(timer)
  }, [since])
  return since !== undefined && since !== ended
}
