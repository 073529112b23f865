import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useServer } from '../data/server.ts'
import { useLocale } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyText } from '../ui/CopyText.tsx'
import { fullTime, shortTime } from '../ui/times.ts'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/** Lists a bot's keys and creates new ones. Shows a new key once. */
export function Keys() {
  const { client, botId } = useServer()
  const admin = useAdminTexts()
  const locale = useLocale()
  const queries = useQueryClient()
  const queryKey = ['keys', botId]
  const { data: keys = [] } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/keys', { path: { botId }, signal }),
  })
  const onSuccess = () => queries.invalidateQueries({ queryKey })
  const make = useMutation({
    mutationFn: (label: string) =>
      client.http.request('POST /api/v1/bots/{botId}/keys', {
        path: { botId },
        body: label === '' ? {} : { label },
      }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: (keyId: string) =>
      client.http.request('DELETE /api/v1/bots/{botId}/keys/{keyId}', { path: { botId, keyId } }),
    onSuccess,
  })
  return (
    <div className="flex max-w-200 flex-col gap-4">
      <p className="text-text-2">{admin.keysAbout}</p>
      <form action={data => make.mutate(String(data.get('label') ?? '').trim())} className="flex items-end gap-2">
        <label className="flex flex-col gap-1 text-text-2">
          {admin.keyLabel}
          <input
            name="label"
            maxLength={100}
            className="h-8 rounded-control border border-line-strong bg-ground px-3 pointer-coarse:h-11"
          />
        </label>
        <Button type="submit" kind="primary">
          {admin.makeKey}
        </Button>
      </form>
      {make.data !== undefined && (
        <div key={make.data.keyId} className="flex flex-col gap-2 rounded-card border border-line bg-note-ground p-3">
          <p role="status">{admin.keyOnce}</p>
          <CopyText label={admin.keyId} text={make.data.key} />
        </div>
      )}
      <table className="text-start">
        <caption className="sr-only">{admin.tabs.keys}</caption>
        <thead>
          <tr className="text-text-3">
            <th className="py-1 pe-4 text-start font-normal">{admin.keyId}</th>
            <th className="pe-4 text-start font-normal">{admin.keyLabel}</th>
            <th className="pe-4 text-start font-normal">{admin.keyMade}</th>
            <th>
              <span className="sr-only">{admin.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map(({ keyId, label, createdAt }) => (
            <tr key={keyId} className="border-line border-t">
              <td className="py-2 pe-4">
                <code className="text-small wrap-anywhere">{keyId}</code>
              </td>
              <td className="pe-4 wrap-anywhere">{label}</td>
              <td className="pe-4 tabular-nums">
                <time dateTime={createdAt} title={fullTime(createdAt, locale)}>
                  {shortTime(createdAt, Date.now(), locale)}
                </time>
              </td>
              <td className="py-2 text-end">
                <Button kind="danger" onClick={() => remove.mutate(keyId)}>
                  {admin.remove}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
