import { Link } from 'wouter'
import { pathOf } from '../app/paths.ts'
import { useServer } from '../data/server.ts'
import { useMe } from '../data/useMe.ts'
import { useTexts } from '../texts/useTexts.ts'
import { CopyText } from '../ui/CopyText.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Placeholder for the key, which the console does not know. Keys have this prefix. */
const KEY = 'ilk_…'

/** Shows how to create the bot's first conversation, with a shell command. */
export function NoConversation() {
  const { admin, inbox } = useTexts()
  const { botId, apiUrl } = useServer()
  const isAdmin = useMe()?.isAdmin === true
  return (
    <div className="h-full overflow-y-auto">
      <EmptyState title={inbox.empty.all} more={inbox.emptyMore.all}>
        <div className="-mx-4 self-stretch">
          <div className="mx-auto max-w-120">
            <CopyText label={inbox.firstMessage} text={firstMessage(apiUrl, botId)} />
          </div>
        </div>
        <p className="max-w-80 text-balance text-text-3">{inbox.firstKey(KEY)}</p>
        {isAdmin && (
          <Link to={pathOf({ page: 'bot', botId })} className="text-accent underline">
            {admin.open}
          </Link>
        )}
      </EmptyState>
    </div>
  )
}

/**
 * Makes the shell command that submits a user's first message. Quotes or encodes every character that a shell
 * interprets.
 */
function firstMessage(apiUrl: string, botId: string): string {
  const { href } = new URL(
    `${apiUrl}/api/v1/bots/${encodeURIComponent(botId)}/channel/api/user/carla/messages`,
    location.href,
  )
  const parts = [
    `curl -sS "${href}"`,
    `-H "authorization: Bearer ${KEY}"`,
    '-H "content-type: application/json"',
    `-d '{"text":"hello"}'`,
  ]
  return parts.join(' \\\n ')
}
